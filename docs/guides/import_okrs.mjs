import fs from 'node:fs';

const API_KEY = 'okrt_your_api_key_here';
const BASE = 'https://go.okrstool.com/api/v1';
const headers = {
  'Authorization': `Bearer ${API_KEY}`,
  'Content-Type': 'application/json'
};

const plan = JSON.parse(fs.readFileSync('./ai-output.json', 'utf8'));
const cycles = await fetch(`${BASE}/cycles?status=active`, { headers }).then((res) => res.json());

if (!cycles.length) {
  throw new Error('There is no active cycle: make one first.');
}
for (const okr of plan.okrs) {
  // The same key makes it safe to run the import again within a day.
  const res = await fetch(`${BASE}/okrs`, {
    method: 'POST',
    headers: { ...headers, 'Idempotency-Key': `import-${encodeURIComponent(okr.title)}` },
    body: JSON.stringify({ ...okr, cycle_id: cycles[0].id })
  });
  if (!res.ok) {
    console.error('Failed', okr.title, await res.text());
    continue;
  }
  const created = await res.json();
  console.log('✓', created.title, created.id);
}
