-- Cycles have a life: every one that there is runs, and behaves as it did. Small integers stand for
-- words; include/model/words.h says which.

ALTER TABLE cycle
    ADD COLUMN IF NOT EXISTS phase TINYINT UNSIGNED NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS closed_on DATE COMMENT 'the day on which it was closed, while it is',
    ADD KEY IF NOT EXISTS cycle_phase (organisation_id, phase);
