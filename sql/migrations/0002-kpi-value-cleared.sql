-- A KPI whose value was cleared has an update that says so: from a value to none.

ALTER TABLE kpi_update MODIFY COLUMN new_value DOUBLE;
