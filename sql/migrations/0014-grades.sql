-- What became of objectives and key results: how they were graded, and when they were closed.

ALTER TABLE objective
    ADD COLUMN IF NOT EXISTS grade DOUBLE COMMENT '0-1',
    ADD COLUMN IF NOT EXISTS grade_proposed TINYINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS outcome TINYINT UNSIGNED,
    ADD COLUMN IF NOT EXISTS closing_note TEXT,
    ADD COLUMN IF NOT EXISTS closed_at DATETIME(3),
    ADD COLUMN IF NOT EXISTS closed_by BINARY(16),
    ADD CONSTRAINT IF NOT EXISTS objective_grade CHECK (grade BETWEEN 0 AND 1),
    ADD KEY IF NOT EXISTS objective_closed_by (organisation_id, closed_by),
    ADD FOREIGN KEY IF NOT EXISTS objective_closed_by (organisation_id, closed_by) REFERENCES person (organisation_id, id);

ALTER TABLE key_result
    ADD COLUMN IF NOT EXISTS grade DOUBLE COMMENT '0-1',
    ADD COLUMN IF NOT EXISTS grade_proposed TINYINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS outcome TINYINT UNSIGNED,
    ADD COLUMN IF NOT EXISTS closing_note TEXT,
    ADD CONSTRAINT IF NOT EXISTS key_result_grade CHECK (grade BETWEEN 0 AND 1);
