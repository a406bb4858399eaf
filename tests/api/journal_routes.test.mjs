/*
 * Every writing route of the description leaves its rows in the journal: a route that is in the
 * description and not here fails, and so does one that leaves no row of the right type.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { expect } from '../lib/client.mjs';
import { goodStatus, ofSessions, operations, Records } from '../lib/described.mjs';
import { rowsAdded, typesOf } from '../lib/journal.mjs';
import { tool } from '../lib/mcp.mjs';
import { Workspace } from '../lib/workspace.mjs';

const keyResultChange = ['key_result.updated', 'key_result.target_changed'];

// The type of the first row by the operation's name; PATCH is PUT.
const types = {
	createOkr: 'okr.created', updateOkr: 'okr.updated', deleteOkr: 'okr.deleted',
	restoreOkr: 'okr.restored', closeOkr: 'okr.closed', reopenOkr: 'okr.reopened',
	createKeyResult: 'key_result.created', updateKeyResult: keyResultChange,
	deleteKeyResult: 'key_result.deleted', restoreKeyResult: 'key_result.restored',
	createCheckIn: 'check_in.created', createCheckInByOkrPath: 'check_in.created',
	createCheckIns: 'check_in.created', updateCheckIn: 'check_in.updated',
	deleteCheckIn: 'check_in.deleted',
	createCycle: 'cycle.created', updateCycle: 'cycle.updated', deleteCycle: 'cycle.deleted',
	setCyclePhase: 'cycle.phase_changed',
	createKpi: 'kpi.created', updateKpi: 'kpi.updated', deleteKpi: 'kpi.deleted',
	createKpiUpdate: 'kpi_update.created', updateKpiUpdate: 'kpi_update.updated',
	deleteKpiUpdate: 'kpi_update.deleted',
	createInitiative: 'initiative.created', updateInitiative: 'initiative.updated',
	deleteInitiative: 'initiative.deleted',
	createReviewCycle: 'review_cycle.created', updateReviewCycle: 'review_cycle.updated',
	deleteReviewCycle: 'review_cycle.deleted',
	createReview: 'review.created', updateReview: 'review.updated',
	deleteReview: 'review.deleted', shareReview: 'review.shared',
	updateWorkspace: 'workspace.updated',
	inviteUser: 'user.invited',
	createUser: 'user.created', updateUser: 'user.updated', deleteUser: 'user.deactivated',
	createDepartment: 'department.created', updateDepartment: 'department.updated',
	deleteDepartment: 'department.deleted',
	createTeam: 'team.created', updateTeam: 'team.updated', deleteTeam: 'team.deleted',
	createApiKey: 'api_key.created', revokeApiKey: 'api_key.revoked',
	rotateApiKey: 'api_key.rotated', runBatch: keyResultChange,
	createGoal: 'okr.created', updateGoal: 'okr.updated', deleteGoal: 'okr.deleted',
	createGoalKeyResult: 'key_result.created', updateGoalKeyResult: keyResultChange,
	deleteGoalKeyResult: 'key_result.deleted', createGoalCheckIn: 'check_in.created',
	createObjective: 'okr.created', updateObjective: 'okr.updated', deleteObjective: 'okr.deleted',
	createObjectiveKeyResult: 'key_result.created', updateObjectiveKeyResult: keyResultChange,
	deleteObjectiveKeyResult: 'key_result.deleted',
	applyImport: 'team.created', revertImport: ['team.deleted', 'import.reverted'],
};

// Those that write nothing; MCP's door has tools behind it, which stand below.
const readers = new Set(['searchGoals', 'callMcp', 'verifyAudit', 'checkImport']);

// Names are unique, and the examples have one each.
const shared = new Workspace();
const spaceFor = (name) => (/(Team|Department|Workspace)$/.test(name) ? new Workspace() : shared);
const root = { root: true };

const before = {
	restoreOkr: (space, path) => space.api.delete(path.replace('/restore', ''), root),
	restoreKeyResult: (space, path) => space.api.delete(path.replace('/restore', ''), root),
};

// Those of sessions leave theirs in tests/api/sessions.test.mjs.
const writing = operations.filter((one) => one.method !== 'GET' && !readers.has(one.name) &&
	!ofSessions(one));

describe('every route that writes is journalled', () => {
	for (const operation of writing) {
		test(operation.name, async () => {
			const type = types[operation.name.replace(/^patch/, 'update')];
			const space = spaceFor(operation.name);
			const records = new Records(space);
			const path = await records.path(operation);
			const body = await records.body(operation);

			assert.ok(type, 'a new route: which row does it leave?');
			await before[operation.name]?.(space, path);

			const { rows, result } = await rowsAdded(space, () => expect(goodStatus(operation),
				space.api.request(operation.method, path, body, root)));

			assert.ok(rows.length > 0, 'a row');
			assert.ok([type].flat().includes(rows[0].type), typesOf(rows).join(' '));
			for (const row of rows) {
				assert.equal(row.request_id, result.headers['x-request-id']);
				assert.equal(row.via, /Import$/.test(operation.name) ? 'import' : 'api');
				assert.equal(row.actor.type, 'key');
			}
		});
	}
});

test('every tool that writes is journalled as mcp', async () => {
	const space = shared;
	const okr = await space.okr();
	const { id } = await space.keyResult(okr.id);
	const { rows } = await rowsAdded(space, () =>
		tool(space.api, 'create_checkin', { kr_id: id, value: 7 }));

	assert.deepEqual(typesOf(rows), ['check_in.created']);
	assert.equal(rows[0].via, 'mcp');
});
