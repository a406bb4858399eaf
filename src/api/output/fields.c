/*
 * From "title,key_results.progress" to a view. Names are those that the view shows, and those that it
 * shows on request alone; a name within a name is one of the records within. `id` is always there.
 */
#include "api/output/fields.h"

#include "api/input/filters.h"

enum { NAME_SHOWN_MAX = 60 };

bool fields_are_taken(const struct route *route)
{
	return route->method == METHOD_GET && route->resource && route->view &&
	       !(route->flags & (ROUTE_TOOL | ROUTE_OPEN));
}

/* What is chosen of a view. */
struct choice {
	struct exchange *x;
	const struct view *whole;
	struct view_field *fields; /* a copy of its rows: those that are shown were chosen */
	struct choice *within;     /* of each row that has a view, begun when it is needed */
};

static bool may_be_chosen(const struct view_field *field)
{
	return field->flags & (VIEW_SHOWN | VIEW_ON_REQUEST);
}

static void choose(struct view_field *field)
{
	field->flags |= VIEW_SHOWN;
}

/* Nothing but the id, where there is one. */
static struct choice begin(struct exchange *x, const struct view *view)
{
	struct choice choice = { .x = x, .whole = view };
	size_t count = view->count;

	choice.fields = arena_array(x->work.arena, count, sizeof(*choice.fields));
	choice.within = arena_array(x->work.arena, count, sizeof(*choice.within));
	for (size_t i = 0; i < count; i++) {
		bool is_id = strcmp(view->fields[i].name, "id") == 0 &&
			     view->fields[i].flags & VIEW_SHOWN;

		choice.fields[i] = view->fields[i];
		choice.within[i] = (struct choice){ 0 };
		if (!is_id)
			choice.fields[i].flags &= ~(unsigned)VIEW_SHOWN;
	}
	return choice;
}

static struct view finish(const struct choice *choice)
{
	struct view view = *choice->whole;

	view.fields = choice->fields;
	return view;
}

/* Its place in the view, or that behind the last. */
static size_t find(const struct choice *choice, struct text name)
{
	size_t i = 0;

	while (i < choice->whole->count &&
	       !(may_be_chosen(&choice->whole->fields[i]) &&
		 text_equal(name, (struct text){ choice->whole->fields[i].name,
						 choice->whole->fields[i].name_size })))
		i++;
	return i;
}

static void refuse(struct exchange *x, struct text name)
{
	parameter_fault(x, TEXT("fields"), "has \"%.*s\", which is no field of these records",
			TEXT_PRINT(text_first(name, NAME_SHOWN_MAX)));
}

static bool choose_one(struct choice *choice, struct text name)
{
	size_t i = find(choice, name);

	if (i < choice->whole->count)
		choose(&choice->fields[i]);
	return i < choice->whole->count;
}

/* The records within show what was chosen of them, unless the whole of them was. */
static bool choose_within(struct choice *choice, struct text name, struct text inner)
{
	size_t i = find(choice, name);
	const struct view_field *field = &choice->whole->fields[i];
	struct choice *within = &choice->within[i];

	if (i == choice->whole->count || !field->view)
		return false;
	if (!within->whole)
		*within = begin(choice->x, field->view);
	return choose_one(within, inner);
}

static bool choose_path(struct choice *choice, struct text path)
{
	struct text name = text_cut(&path, '.');

	return text_is_none(path) ? choose_one(choice, name) : choose_within(choice, name, path);
}

/* Where parts of a field were chosen and the field itself was not, the parts are shown. */
static void show_parts(struct choice *choice)
{
	for (size_t i = 0; i < choice->whole->count; i++) {
		struct view_field *field = &choice->fields[i];
		struct view *view;

		if (!choice->within[i].whole || field->flags & VIEW_SHOWN)
			continue;
		view = arena_take(choice->x->work.arena, sizeof(*view));
		*view = finish(&choice->within[i]);
		field->view = view;
		choose(field);
	}
}

static void read_names(struct choice *choice, struct text list)
{
	while (!text_is_none(list)) {
		struct text path = text_cut(&list, ',');

		if (!choose_path(choice, path)) {
			refuse(choice->x, path);
			return;
		}
	}
}

void fields_apply(struct exchange *x)
{
	struct choice choice;
	struct view *view;
	struct route *route;

	if (text_is_none(x->fields))
		return;
	if (x->is_csv) {
		parameter_fault(x, TEXT("fields"), "is not for CSV");
		return;
	}
	choice = begin(x, x->route->view);
	read_names(&choice, x->fields);
	show_parts(&choice);
	view = arena_take(x->work.arena, sizeof(*view));
	*view = finish(&choice);
	route = arena_take(x->work.arena, sizeof(*route));
	*route = *x->route;
	route->view = view;
	route->nested = NULL;
	x->route = route;
}
