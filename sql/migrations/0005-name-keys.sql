-- No collation decides which record is meant: utf8mb4_unicode_ci takes any two emoji for the same, and
-- letters with and without accents; utf8mb4_bin overlooks blanks at the end.
--
-- Names that are unique are so regardless of case and of nothing else. What the program's text_fold
-- makes of such a text stands beside it. Between this migration and the next the program fills the new
-- columns (src/store/renew_texts.c); until then they are null, which unique keys let pass.

ALTER TABLE organisation
    ADD COLUMN IF NOT EXISTS name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin COMMENT 'the name, case folded' AFTER name,
    ADD UNIQUE KEY IF NOT EXISTS organisation_name_key (name_key);

ALTER TABLE department
    ADD COLUMN IF NOT EXISTS name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin COMMENT 'the name, case folded' AFTER name,
    ADD UNIQUE KEY IF NOT EXISTS department_name_key (organisation_id, name_key);

ALTER TABLE team
    ADD COLUMN IF NOT EXISTS name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin COMMENT 'the name, case folded' AFTER name,
    ADD UNIQUE KEY IF NOT EXISTS team_name_key (organisation_id, name_key);

ALTER TABLE cycle
    ADD COLUMN IF NOT EXISTS name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin COMMENT 'the name, case folded' AFTER name,
    ADD UNIQUE KEY IF NOT EXISTS cycle_name_key (organisation_id, name_key);

ALTER TABLE person
    ADD COLUMN IF NOT EXISTS email_key VARCHAR(300) COLLATE utf8mb4_nopad_bin COMMENT 'the address, case folded' AFTER email,
    ADD UNIQUE KEY IF NOT EXISTS person_email_key (organisation_id, email_key),
    MODIFY COLUMN email VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'lower case',
    MODIFY COLUMN external_id VARCHAR(255) COLLATE utf8mb4_nopad_bin COMMENT 'the name a foreign identity provider gives';
