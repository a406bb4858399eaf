// "Later" is no answer: wait as long as Retry-After says (before the next request), and ask again.
const seconds = Number(pm.response.headers.get('Retry-After'));
const tries = Number(pm.variables.get('tries') || 0);
const isLater = [429, 503].includes(pm.response.code) && seconds > 0 && tries < 5;

pm.variables.set('again', isLater ? 'yes' : 'no');
pm.variables.set('tries', isLater ? tries + 1 : 0);
if (isLater) {
    console.log(`${pm.info.requestName}: again in ${seconds} s`);
    pm.variables.set('until', Date.now() + seconds * 1000);
    pm.execution.setNextRequest(pm.info.requestId);
}

// What was made is deleted by the last folder, whatever fails before it. An import is taken back, not deleted,
// and a batch is nothing.
const place = /\/api\/v1\/(?!batch|imports)(?:okr\/objectives|[a-z-]+)(?=(?:\/[^/]+\/rotate)?$)/.exec(pm.request.url.getPath());

if (pm.request.method === 'POST' && [200, 201].includes(pm.response.code) && place) {
    const body = pm.response.json();
    const made = JSON.parse(pm.collectionVariables.get('made') || '[]');

    made.push(`${place[0]}/${(body.data || body).id}`);
    pm.collectionVariables.set('made', JSON.stringify(made));
}
