-- Every name has its folded form now (see 0005); the keys over names by collation go.

ALTER TABLE organisation
    MODIFY COLUMN name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'the name, case folded',
    DROP KEY IF EXISTS organisation_name;

ALTER TABLE department
    MODIFY COLUMN name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'the name, case folded';

ALTER TABLE team
    MODIFY COLUMN name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'the name, case folded';

ALTER TABLE cycle
    MODIFY COLUMN name_key VARCHAR(300) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'the name, case folded',
    DROP KEY IF EXISTS cycle_name;

ALTER TABLE person
    MODIFY COLUMN email_key VARCHAR(300) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'the address, case folded';
