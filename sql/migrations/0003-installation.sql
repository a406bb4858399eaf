-- What belongs to the installation as a whole. Its secret keys what is handed to callers and comes
-- back, such as cursors; `okrctl migrate` makes it, so that all hosts of one database share it.

CREATE TABLE IF NOT EXISTS installation (
    id TINYINT NOT NULL COMMENT 'always 1',
    secret VARBINARY(32) NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
