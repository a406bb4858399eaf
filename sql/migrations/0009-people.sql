-- How people sign in (product/console.md A1): their passwords, one-time links and sessions. Of
-- passwords, links and cookies hashes alone are kept. Small integers stand for words;
-- include/model/sign_in.h says which.

CREATE TABLE IF NOT EXISTS person_login (
    organisation_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    password_hash VARCHAR(128) COLLATE utf8mb4_nopad_bin COMMENT 'Argon2id with its salt and parameters; null: no password is set',
    password_set_at DATETIME(3),
    failed_since DATETIME(3) COMMENT 'the first failure since the last success',
    PRIMARY KEY (organisation_id, person_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS person_token (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    hash BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of the token',
    purpose TINYINT UNSIGNED NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    used_at DATETIME(3),
    PRIMARY KEY (organisation_id, id),
    UNIQUE KEY person_token_hash (hash),
    KEY person_token_person (organisation_id, person_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS session (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL COMMENT 'what the API calls it; tells nothing of the cookie',
    person_id BINARY(16) NOT NULL,
    hash BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of the cookie',
    scopes BIGINT COMMENT 'set of bits: those of the token that it was made of; null: what the role has',
    method TINYINT UNSIGNED NOT NULL,
    seen_at DATETIME(3) NOT NULL COMMENT 'the minute of its last request',
    expires_at DATETIME(3) NOT NULL,
    user_agent VARCHAR(255),
    address VARCHAR(255) COLLATE utf8mb4_nopad_bin,
    PRIMARY KEY (organisation_id, id),
    UNIQUE KEY session_hash (hash),
    KEY session_person (organisation_id, person_id, id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Who signs in names no workspace.
ALTER TABLE person
    ADD KEY IF NOT EXISTS person_by_email (email_key),
    ADD KEY IF NOT EXISTS person_by_external_id (external_id);
