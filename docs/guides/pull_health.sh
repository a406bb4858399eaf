#!/bin/sh
# Fetches OKRs and KPIs for a BI tool: as JSON, and as CSV with a row for each key result.
set -eu

API_KEY=okrt_your_api_key_here
BASE=https://go.okrstool.com/api/v1

fetch() { # PATH FILE
	curl --fail --silent --show-error -H "Authorization: Bearer $API_KEY" "$BASE$1" -o "$2"
}

fetch /okrs okrs.json
fetch /kpis kpis.json
fetch '/okrs?format=csv' okrs.csv
fetch '/kpis?format=csv' kpis.csv
