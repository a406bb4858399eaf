/*
 * The routes of the okrs dialect as the contract has them: method, path, scope, and for those that
 * take a body one that would be accepted. ID stands for a record's id, whose kind `of` names. Tests
 * of what holds for every route walk through this table.
 */
export const routes = [
	{ method: 'GET', path: '/okrs', scope: 'okrs:read' },
	{ method: 'POST', path: '/okrs', scope: 'write:okrs' },
	{ method: 'GET', path: '/okrs/ID', scope: 'okrs:read', of: 'okr' },
	{ method: 'PUT', path: '/okrs/ID', scope: 'write:okrs', of: 'okr', body: { weight: 2 } },
	{ method: 'DELETE', path: '/okrs/ID', scope: 'write:okrs', of: 'okr' },
	{ method: 'POST', path: '/okrs/ID/restore', scope: 'write:okrs', of: 'deletedOkr' },
	{ method: 'POST', path: '/okrs/ID/key-results', scope: 'write:okrs', of: 'okr',
		body: { title: 'New', metric_type: 'number', start_value: 0, target_value: 1 } },
	{ method: 'POST', path: '/okrs/ID/checkins', scope: 'okr-checkins:write', of: 'keyResult',
		body: { value: 1 } },
	{ method: 'GET', path: '/key-results', scope: 'okrs:read' },
	{ method: 'GET', path: '/key-results/ID', scope: 'okrs:read', of: 'keyResult' },
	{ method: 'PUT', path: '/key-results/ID', scope: 'write:okrs', of: 'keyResult',
		body: { unit: 'x' } },
	{ method: 'DELETE', path: '/key-results/ID', scope: 'write:okrs', of: 'keyResult' },
	{ method: 'POST', path: '/key-results/ID/restore', scope: 'write:okrs',
		of: 'deletedKeyResult' },
	{ method: 'POST', path: '/key-results/ID/checkins', scope: 'okr-checkins:write',
		of: 'keyResult', body: { value: 1 } },
	{ method: 'GET', path: '/key-results/ID/checkins', scope: 'okrs:read', of: 'keyResult' },
	{ method: 'GET', path: '/cycles', scope: 'okrs:read' },
	{ method: 'POST', path: '/cycles', scope: 'workspace:admin' },
	{ method: 'GET', path: '/cycles/ID', scope: 'okrs:read', of: 'cycle' },
	{ method: 'PUT', path: '/cycles/ID', scope: 'workspace:admin', of: 'cycle',
		body: { name: 'Renamed' } },
	{ method: 'DELETE', path: '/cycles/ID', scope: 'workspace:admin', of: 'cycle' },
	{ method: 'GET', path: '/users', scope: 'okrs:read' },
	{ method: 'POST', path: '/users', scope: 'workspace:admin' },
	{ method: 'GET', path: '/users/ID', scope: 'okrs:read', of: 'user' },
	{ method: 'PUT', path: '/users/ID', scope: 'workspace:admin', of: 'user',
		body: { name: 'Renamed' } },
	{ method: 'DELETE', path: '/users/ID', scope: 'workspace:admin', of: 'user' },
	{ method: 'GET', path: '/departments', scope: 'okrs:read' },
	{ method: 'POST', path: '/departments', scope: 'workspace:admin' },
	{ method: 'GET', path: '/departments/ID', scope: 'okrs:read', of: 'department' },
	{ method: 'PUT', path: '/departments/ID', scope: 'workspace:admin', of: 'department',
		body: { name: 'Renamed' } },
	{ method: 'DELETE', path: '/departments/ID', scope: 'workspace:admin', of: 'department' },
	{ method: 'GET', path: '/teams', scope: 'okrs:read' },
	{ method: 'POST', path: '/teams', scope: 'workspace:admin' },
	{ method: 'GET', path: '/teams/ID', scope: 'okrs:read', of: 'team' },
	{ method: 'PUT', path: '/teams/ID', scope: 'workspace:admin', of: 'team',
		body: { name: 'Renamed' } },
	{ method: 'DELETE', path: '/teams/ID', scope: 'workspace:admin', of: 'team' },
	{ method: 'GET', path: '/api-keys', scope: 'workspace:admin' },
	{ method: 'GET', path: '/api-keys/ID', scope: 'workspace:admin', of: 'apiKey' },
	{ method: 'POST', path: '/api-keys', scope: 'workspace:admin' },
	{ method: 'DELETE', path: '/api-keys/ID', scope: 'workspace:admin', of: 'apiKey' },
	{ method: 'POST', path: '/api-keys/ID/rotate', scope: 'workspace:admin', of: 'apiKey' },
];

export const lists = routes.filter(({ method, path }) => method === 'GET' && !path.includes('ID'));
export const writes = routes.filter(({ method }) => method !== 'GET');

// Those whose body has to be there; restoring and rotating need none.
export const takers = writes.filter(({ method, path }) =>
	method !== 'DELETE' && !/(restore|rotate)$/.test(path));

export function nameOf({ method, path }) {
	return `${method} ${path}`;
}

// One record of each kind, so that every route has something to work on.
export async function oneOfEach(space) {
	const cycle = await space.cycle();
	const okr = await space.okr({ cycle_id: cycle.id });
	const keyResult = await space.keyResult(okr.id);
	const deletedOkr = await space.okr({ cycle_id: cycle.id });
	const deletedKeyResult = await space.keyResult(okr.id);

	await space.api.delete(`/okrs/${deletedOkr.id}`);
	await space.api.delete(`/key-results/${deletedKeyResult.id}`);
	return { cycle, okr, keyResult, deletedOkr, deletedKeyResult, user: await space.user(),
		department: await space.department(), team: await space.team(),
		apiKey: space.makeKey(['okrs:read']) };
}
