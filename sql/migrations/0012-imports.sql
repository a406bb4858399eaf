-- Imports (product/import-export.md C1): what was checked and applied, the checked files for a day,
-- what each import made or changed so that it can be reverted, and what foreign records are called
-- here. Small integers stand for words; include/model/import.h says which.

CREATE TABLE IF NOT EXISTS import (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    app_id VARCHAR(255) COLLATE utf8mb4_nopad_bin,
    format TINYINT UNSIGNED NOT NULL,
    state TINYINT UNSIGNED NOT NULL,
    source VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
    options TEXT NOT NULL COMMENT 'JSON: as they were given',
    counts TEXT NOT NULL COMMENT 'JSON: by kind of record what is made, changed, unchanged',
    error_count BIGINT NOT NULL,
    applied_at DATETIME(3),
    reverted_at DATETIME(3),
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS import_piece (
    organisation_id BINARY(16) NOT NULL,
    import_id BINARY(16) NOT NULL,
    part TINYINT UNSIGNED NOT NULL COMMENT 'of the file, of the report, of the table of errors',
    number BIGINT NOT NULL,
    bytes MEDIUMBLOB NOT NULL COMMENT 'of what zlib made of all',
    PRIMARY KEY (organisation_id, import_id, part, number),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS import_change (
    organisation_id BINARY(16) NOT NULL,
    import_id BINARY(16) NOT NULL,
    number BIGINT NOT NULL COMMENT 'in the order of writing',
    kind TINYINT UNSIGNED NOT NULL,
    record_id BINARY(16) NOT NULL,
    is_new TINYINT NOT NULL,
    record_version BIGINT NOT NULL COMMENT 'after the import',
    earlier MEDIUMBLOB COMMENT 'JSON: the changed members as they were before',
    PRIMARY KEY (organisation_id, import_id, number),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS external_ref (
    organisation_id BINARY(16) NOT NULL,
    source VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL,
    kind TINYINT UNSIGNED NOT NULL,
    external_id VARCHAR(255) COLLATE utf8mb4_nopad_bin NOT NULL,
    record_id BINARY(16) NOT NULL,
    import_id BINARY(16),
    PRIMARY KEY (organisation_id, source, kind, external_id),
    KEY external_ref_record (organisation_id, record_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
