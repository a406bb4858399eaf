/*
 * A client may send back what it read (api.md section 1). Where a dialect shows something else than
 * it takes under the same name (a parent only when it may be seen, the dates of the cycle, a draft as
 * active, a time without its milliseconds), what comes back as it was shown is no change: written as it stands it would wipe out what
 * the dialect does not show.
 */
#include "api/input/sent_back.h"

static const struct view_field *find_shown(const struct view *view, const char *name)
{
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].flags & VIEW_SHOWN && strcmp(view->fields[i].name, name) == 0)
			return &view->fields[i];
	return NULL;
}

/* Whether what is taken is made of what is shown, and not that itself. Lists of ids are: they are
 * rows of their own, and what comes back is what there is. */
static bool is_computed(const struct thing *thing, const struct view_field *field)
{
	const struct field *model = field_at(&thing->form, field->offset);

	return field->kind != FIELD_IDS && !(model && model->flags & FIELD_COLUMN);
}

/* Whether another stored value is written with the same word. */
static bool has_synonym(const struct view_field *field, const void *value)
{
	const char *text = word_text(field->words, *(const word *)value);

	for (const struct word_name *name = field->words; text && name->text; name++)
		if (name->value != *(const word *)value && strcmp(name->text, text) == 0)
			return true;
	return false;
}

/* A time is shown to the second and stored to the millisecond: a whole second may be what was shown. */
static bool is_whole_second(const struct view_field *field, const void *value)
{
	return field->kind == FIELD_INSTANT && ((const struct instant *)value)->ms % 1000 == 0;
}

/* What a field that was sent stands beside in the answers, where that is not the column itself. */
static const struct view_field *shown_instead(const struct exchange *x, const struct view *view,
					      const struct view_field *field, const void *changes)
{
	const struct thing *thing = x->route->resource->thing;
	const struct view_field *shown = find_shown(view, field->name);
	const void *value = (const char *)changes + field->offset;

	if (!shown || shown->offset >= thing->form.size)
		return NULL;
	if (shown->offset != field->offset || is_computed(thing, field) ||
	    is_whole_second(field, value))
		return shown;
	return field->kind == FIELD_WORD && has_synonym(field, value) ? shown : NULL;
}

static bool is_same_second(struct instant stored, struct instant sent)
{
	return !instant_is_none(stored) && stored.ms >= sent.ms && stored.ms - sent.ms < 1000;
}

static bool reads_the_same(const struct view_field *shown, const void *stored, const void *sent)
{
	const char *text;

	if (field_equal(shown->kind, stored, sent))
		return true;
	if (is_whole_second(shown, sent))
		return is_same_second(*(const struct instant *)stored,
				      *(const struct instant *)sent);
	if (shown->kind != FIELD_WORD || *(const word *)stored == WORD_NONE)
		return false;
	text = word_text(shown->words, *(const word *)stored);
	return text && has_synonym(shown, sent) &&
	       strcmp(text, word_text(shown->words, *(const word *)sent)) == 0;
}

/* The record as it is shown now; NULL when it is not there: the update will say so. */
static const struct error *read_stored(struct exchange *x, void **out)
{
	const struct resource *resource = x->route->resource;
	void *record = arena_take(x->work.arena, resource->thing->form.size);
	const struct error *error = resource_get_any(&x->work, resource, path_id(x), NULL, record);

	*out = error ? NULL : record;
	return error && error->code == ERROR_NOT_FOUND ? NULL : error;
}

const struct error *forget_sent_back(struct exchange *x, const void *changes, struct given *given)
{
	const struct view *view = x->route->takes ? x->route->takes : x->route->view;
	void *stored = NULL;

	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		const struct view_field *shown;
		const struct error *error = NULL;

		if (!(field->flags & VIEW_CHANGE) || field->flags & VIEW_ANEW ||
		    !given_at(given, field->offset))
			continue;
		shown = shown_instead(x, view, field, changes);
		if (!shown)
			continue;
		if (!stored)
			error = read_stored(x, &stored);
		if (error || !stored)
			return error;
		if (reads_the_same(shown, (const char *)stored + shown->offset,
				   (const char *)changes + field->offset))
			given_drop(given, field->offset);
	}
	return NULL;
}
