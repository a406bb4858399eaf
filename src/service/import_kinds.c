/*
 * What the kinds of rows are records of, and by which rules those are made.
 */
#include "import_kinds.h"

#include "service/check_ins.h"
#include "service/directory.h"
#include "service/initiatives.h"
#include "service/key_results.h"
#include "service/kpis.h"
#include "service/objectives.h"

static const struct resource *const resources[TEMPLATE_KINDS] = {
	[TEMPLATE_DEPARTMENT] = &department_resource, [TEMPLATE_TEAM] = &team_resource,
	[TEMPLATE_USER] = &person_resource,           [TEMPLATE_CYCLE] = &cycle_resource,
	[TEMPLATE_OBJECTIVE] = &objective_resource,   [TEMPLATE_KEY_RESULT] = &key_result_resource,
	[TEMPLATE_CHECK_IN] = &check_in_resource,     [TEMPLATE_KPI] = &kpi_resource,
	[TEMPLATE_KPI_UPDATE] = &kpi_update_resource, [TEMPLATE_INITIATIVE] = &initiative_resource,
};

const struct resource *import_resource(word kind)
{
	return resources[kind];
}

const struct thing *import_thing_of(word kind)
{
	return resources[kind]->thing;
}

bool import_has(const struct import_row *row, enum template_column column)
{
	return text_trim(row->cells[column]).size > 0;
}
