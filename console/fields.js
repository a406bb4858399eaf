/*
 * What pages ask of records, by name: as much as they show, and nothing else. Members that an answer has
 * on request alone save a page the requests for what stands around its record.
 */

const keyResult = ['okr_id', 'title', 'description', 'metric_type', 'start_value', 'current_value', 'target_value', 'unit', 'direction', 'weight',
	'progress', 'attainment', 'status', 'owner_id', 'owner', 'last_check_in_at', 'due_on', 'can'];
const ofOkr = ['title', 'type', 'owner', 'owner_id', 'team', 'team_id', 'department', 'department_id', 'progress', 'progress_week_ago', 'status',
	'health_score', 'health', 'parent_okr_id', 'weight', 'lifecycle', 'is_archived', 'check_in_frequency', 'tags', 'last_check_in_at', 'created_at', 'can'];

const within = (name, fields) => fields.map((field) => `${name}.${field}`);

/** A key result with its objective's panel. */
export const keyResultFields = keyResult.join();

/** Objectives of a cycle, as the tree shows them. */
export const treeFields = [...ofOkr, ...within('key_results', [...keyResult, 'progress_week_ago'])].join();

/** One objective with everything around it. */
export const objectiveFields = [...ofOkr, 'description', 'visibility', 'cycle', 'cycle_id', 'period_start', 'period_end', 'check_in_count', 'parents',
	'children', 'initiatives', ...within('key_results', [...keyResult, 'check_ins'])].join();

/** KPIs, as their list shows them. */
export const kpiFields = ['name', 'owner_id', 'group_name', 'current_value', 'target_value', 'unit', 'status', 'overdue', 'direction', 'update_frequency',
	'last_updated_at', 'due_on', 'recent', 'can'].join();

/** The name of the team or department that something belongs to. */
export const groupOf = (okr) => (okr.type === 'team' ? okr.team : okr.type === 'department' ? okr.department : null) ?? okr.team ?? okr.department ?? '';
