// Deletes what the run has made, the newest first, and tells what could not be deleted.
const base = pm.variables.replaceIn('{{base_url}}');
const header = { Authorization: pm.variables.replaceIn('Bearer {{api_key}}'), 'Content-Type': 'application/json' };
const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function send(method, path, fields) {
    for (let tries = 0; ; tries++) {
        const response = await new Promise((resolve, reject) => pm.sendRequest({ url: base + path, method, header,
            ...(fields ? { body: { mode: 'raw', raw: JSON.stringify(fields) } } : {}) },
        (error, answer) => (error ? reject(error) : resolve(answer))));

        if (![429, 503].includes(response.code) || tries === 5) {
            return response;
        }
        await pause(Number(response.headers.get('Retry-After')) || 1);
    }
}

// A deleted objective can be restored: it holds on to its cycle and its team until it is let go of.
async function letGo(path, id) {
    if (/\/(okrs|goals|okr\/objectives)\//.test(path)) {
        await send('POST', `/api/v1/okrs/${id}/restore`);
        await send('PATCH', `/api/v1/okr/objectives/${id}`, { period: null, group_id: null });
    } else if (path.includes('/users/')) {
        await send('PATCH', path, { department_id: null, team_ids: [] });
    }
}

async function cleanUp() {
    const left = [];

    for (const path of JSON.parse(pm.collectionVariables.get('made') || '[]').reverse()) {
        await letGo(path, path.split('/').pop());
        const { code } = await send('DELETE', path);

        if (![200, 204, 404].includes(code)) {
            left.unshift(path);
            console.log(`${path} is left: ${code}`);
        }
    }
    pm.collectionVariables.set('made', JSON.stringify(left));
    return left;
}

cleanUp().then((left) => pm.test('nothing that was made is left', () => pm.expect(left).to.eql([])),
    (error) => pm.test('nothing that was made is left', () => pm.expect.fail(error.message)));
