-- The journal: a row for each record that a write changes, kept in the write's own transaction. Rows
-- of a workspace are numbered without gaps and chained by `hash`; the head stands in the workspace's
-- row. What a row tells names rows that may be gone for good by now, so nothing here is a reference.
-- Small integers stand for words; include/model/journal.h says which.

CREATE TABLE IF NOT EXISTS journal (
    organisation_id BINARY(16) NOT NULL,
    sequence BIGINT NOT NULL COMMENT 'from 1, without gaps',
    at DATETIME(3) NOT NULL COMMENT 'the stamp of the write',
    type SMALLINT UNSIGNED NOT NULL,
    subject_type TINYINT UNSIGNED NOT NULL,
    subject_id BINARY(16) NOT NULL,
    objective_id BINARY(16),
    cycle_id BINARY(16),
    app_id VARCHAR(255) COLLATE utf8mb4_nopad_bin,
    actor_type TINYINT UNSIGNED NOT NULL,
    actor_id BINARY(16),
    via TINYINT UNSIGNED NOT NULL,
    request_id VARBINARY(64),
    reason VARCHAR(1000),
    content MEDIUMBLOB COMMENT 'JSON, by zlib where it is long; null once it is erased',
    content_digest BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of content as it stood here',
    hash BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of the hash before it and all columns but content and erased_at',
    erased_at DATETIME(3),
    PRIMARY KEY (organisation_id, sequence),
    KEY journal_subject (organisation_id, subject_id, sequence),
    KEY journal_type (organisation_id, type, sequence),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

ALTER TABLE organisation
    ADD COLUMN IF NOT EXISTS journal_sequence BIGINT NOT NULL DEFAULT 0 COMMENT 'of the newest row of the journal',
    ADD COLUMN IF NOT EXISTS journal_hash BINARY(32) NOT NULL DEFAULT '' COMMENT 'its hash';
