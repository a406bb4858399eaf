/*
 * People, teams and departments with the names that their ids stand for: what several pages need, asked
 * for once.
 */
import { all } from './api.js';
import { useMemo } from './html.js';
import { useLoad } from './load.js';

/** {teams, departments, names: id ► name} */
export function useGroups() {
	return useLoad('/teams and departments', async () => {
		const [teams, departments] = await Promise.all([all('/teams'), all('/departments')]);

		return { teams, departments, names: new Map([...teams, ...departments].map((one) => [one.id, one.name])) };
	});
}

/** Everybody, deactivated people as well, by name. */
export function usePeople() {
	return useLoad('/users by name', async () => (await all('/users')).sort((a, b) => a.name.localeCompare(b.name)));
}

/** id ► name; empty until they are there. */
export function usePeopleNames() {
	const { data } = usePeople();

	return useMemo(() => new Map(data?.map((one) => [one.id, one.name])), [data]);
}
