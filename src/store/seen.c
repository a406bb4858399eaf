/*
 * Who sees what (rulings.md 28, 29 and 53), said once for every statement that reads for people:
 * lists, counts and single records (things.c), histories (history.c), reports (cycle_rows.c). Who
 * the viewer is, the service says.
 */
#include "store/seen.h"

#include <assert.h>

void compose_value(struct composition *to, struct value value)
{
	assert(to->count < sizeof(to->values) / sizeof(to->values[0]));
	to->values[to->count++] = value;
}

void compose_exact(struct composition *to, struct value value)
{
	buffer_add_text(&to->sql, value.kind == FIELD_TEXT ? TEXT(EXACTLY) : TEXT("?"));
	compose_value(to, value);
}

void compose_form(struct composition *to, const char *form, const char *table, const char *column)
{
	for (const char *c = form; *c; c++) {
		if (c[0] == '%' && (c[1] == 's' || c[1] == 't'))
			buffer_add_text(&to->sql, text_from(*++c == 's' ? column : table));
		else
			buffer_add_byte(&to->sql, *c);
	}
}

/* Owners, makers, those assigned or named; and unless it is not shared, those whose organisation,
 * department or team it is visible to. %t is the objective. */
static const char objective_form[] =
	"(%t.owner_id = ? OR %t.created_by = ? "
	"OR EXISTS (SELECT 1 FROM objective_person op WHERE op.organisation_id = "
	"%t.organisation_id AND op.objective_id = %t.id "
	"AND op.person_id = ?) OR (%t.is_shared = 1 "
	"AND (%t.visibility = 0 OR (%t.visibility = 1 "
	"AND %t.department_id = ?) OR (%t.visibility = 2 "
	"AND EXISTS (SELECT 1 FROM team_member tm WHERE tm.organisation_id = %t.organisation_id "
	"AND tm.team_id = %t.team_id AND tm.person_id = ?)))))";

/* Whether the objective that %t names is seen, be it deleted; what sees it follows, and "))". */
static const char by_objective_form[] =
	" OR EXISTS (SELECT 1 FROM objective WHERE objective.organisation_id = %t.organisation_id "
	"AND objective.id = %t.objective_id AND ";

/* Its objective is that of its key result, where it has one; one that hangs on nothing, and did not
 * come to that by a removal, is everybody's. */
static const char initiative_form[] =
	"(%t.owner_id = ? OR %t.created_by = ? OR "
	"(%t.objective_id IS NULL AND %t.is_withheld = 0)";

/* A check-in that names people is theirs, its author's, and the owners' of what it is about. */
static const char check_in_form[] =
	"(%t.visible_to IS NULL OR JSON_LENGTH(%t.visible_to) = 0 OR %t.person_id = ? "
	"OR %t.created_by = ? OR JSON_CONTAINS(%t.visible_to, "
	"JSON_QUOTE(?)) OR JSON_CONTAINS(%t.assign_to, "
	"JSON_QUOTE(?)) OR EXISTS (SELECT 1 FROM key_result k LEFT JOIN objective o "
	"ON o.organisation_id = k.organisation_id "
	"AND o.id = k.objective_id WHERE k.organisation_id = %t.organisation_id "
	"AND k.id = %t.key_result_id AND (k.owner_id = ? OR o.owner_id = ?)))";

void compose_seen_objective(struct composition *to, const struct viewer *viewer, const char *table)
{
	compose_form(to, objective_form, table, "");
	for (int i = 0; i < 3; i++)
		compose_value(to, value_id(viewer->person_id));
	compose_value(to, value_id(viewer->department_id));
	compose_value(to, value_id(viewer->person_id));
}

static void compose_by_objective(struct composition *to, const struct viewer *viewer,
				 const char *table)
{
	compose_form(to, by_objective_form, table, "");
	compose_seen_objective(to, viewer, "objective");
	buffer_add_text(&to->sql, TEXT("))"));
}

static void compose_seen_initiative(struct composition *to, const struct viewer *viewer)
{
	compose_form(to, initiative_form, "initiative", "");
	compose_value(to, value_id(viewer->person_id));
	compose_value(to, value_id(viewer->person_id));
	compose_by_objective(to, viewer, "initiative");
}

static void compose_seen_check_in(struct composition *to, const struct viewer *viewer)
{
	struct value id = value_id(viewer->person_id);
	char printed[ID_UUID_SIZE];
	struct text uuid;

	id_print_uuid(viewer->person_id, printed);
	uuid = arena_copy(to->arena, (struct text){ printed, sizeof(printed) });
	compose_form(to, check_in_form, "check_in", "");
	compose_value(to, id);
	compose_value(to, id);
	compose_value(to, value_text(uuid));
	compose_value(to, value_text(uuid));
	compose_value(to, id);
	compose_value(to, id);
}

void compose_seen(struct composition *to, const struct query *query)
{
	if (!query->viewer || query->thing->hiding == HIDING_NOTHING)
		return;
	buffer_add_text(&to->sql, TEXT(" AND "));
	switch (query->thing->hiding) {
	case HIDING_OBJECTIVE:
		compose_seen_objective(to, query->viewer, "objective");
		break;
	case HIDING_BY_OBJECTIVE:
		buffer_add_text(&to->sql, TEXT("(key_result.objective_id IS NULL"));
		compose_by_objective(to, query->viewer, "key_result");
		break;
	case HIDING_INITIATIVE:
		compose_seen_initiative(to, query->viewer);
		break;
	case HIDING_CHECK_IN:
		compose_seen_check_in(to, query->viewer);
		break;
	case HIDING_NOTHING:
		break;
	}
}

const struct value *query_app(const struct query *query)
{
	for (size_t i = 0; i < query->condition_count; i++)
		if (query->conditions[i].kind == CONDITION_EQUAL &&
		    query->conditions[i].column == query->thing->app_id)
			return &query->conditions[i].value;
	return NULL;
}
