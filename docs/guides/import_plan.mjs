import fs from 'node:fs';

const API_KEY = 'okrt_your_api_key_here';
const BASE = 'https://go.okrstool.com/api/v1';

const plan = JSON.parse(fs.readFileSync('./ai-output.json', 'utf8'));

for (const kpi of plan.kpis) {
  const res = await fetch(`${BASE}/kpis`, {
    method: 'POST',
    headers: {
      'Authorization': `Bearer ${API_KEY}`,
      'Content-Type': 'application/json'
    },
    body: JSON.stringify(kpi)
  });
  if (!res.ok) {
    console.error('Failed', kpi.name, await res.text());
    continue;
  }
  const created = await res.json();
  console.log('✓', created.name, created.id);
}
