const response = await fetch('https://go.okrstool.com/api/v1/kpis', {
  method: 'POST',
  headers: {
    'Authorization': 'Bearer okrt_your_api_key_here',
    'Content-Type': 'application/json'
  },
  body: JSON.stringify({
    name: 'Member Retention Rate',
    description: 'Percentage of members who renew year-over-year',
    category: 'custom',
    owner_id: 'your-owner-uuid',
    update_frequency: 'quarterly',
    direction: 'higher',
    target_value: 85,
    unit: '%'
  })
});

const kpi = await response.json();
console.log('Created KPI:', kpi.id);
