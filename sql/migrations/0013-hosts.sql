-- Several hosts on one database. Of a cluster's nodes all hosts write to the same one: its name stands
-- here, so that the cluster itself agrees on it (src/store/hosts.h). Requests are counted here when
-- hosts share their limits (rate_counters = database); a row says how many of an id came in its minute.

ALTER TABLE installation
    ADD COLUMN IF NOT EXISTS writer VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL DEFAULT '';

CREATE TABLE IF NOT EXISTS request_count (
    id BINARY(16) NOT NULL COMMENT 'of a key, a token or a session',
    minute BIGINT NOT NULL COMMENT 'since 1970, by the clock of the database',
    count BIGINT NOT NULL,
    fits TINYINT NOT NULL COMMENT 'whether those that were to be counted last were',
    PRIMARY KEY (id),
    KEY request_count_minute (minute)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
