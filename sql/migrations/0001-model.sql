-- The whole model, as later work is meant to find it: every table that the three dialects need.
--
-- Keys. The organisation comes first in every primary key, and references are composite, so the
-- database itself refuses a row that points into another workspace. Ids are time-ordered: a
-- workspace's newest rows lie together, key results lie with their objective, entries of a history
-- with their key result, in the order in which they count.
-- Small integers stand for words; include/model/words.h says which.
-- Times are UTC. Progress, momentum and last check-ins are rolled up by the program at every write.
--
-- Each statement may be run twice.

CREATE TABLE IF NOT EXISTS organisation (
    id BINARY(16) NOT NULL,
    name VARCHAR(255) NOT NULL,
    revision BIGINT NOT NULL COMMENT 'random, new with every write to the workspace',
    recent_revisions VARBINARY(512) NOT NULL DEFAULT '' COMMENT 'the newest 64, newest first: whether a write whose commit went unanswered was done',
    stamped_at BIGINT NOT NULL DEFAULT 0 COMMENT 'milliseconds since 1970 of the last write; never goes back',
    PRIMARY KEY (id),
    UNIQUE KEY organisation_name (name)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS department (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    parent_id BINARY(16),
    PRIMARY KEY (organisation_id, id),
    KEY department_parent (organisation_id, parent_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, parent_id) REFERENCES department (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS team (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    department_id BINARY(16),
    PRIMARY KEY (organisation_id, id),
    KEY team_department (organisation_id, department_id),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, department_id) REFERENCES department (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS person (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    email VARCHAR(255) COLLATE utf8mb4_bin NOT NULL COMMENT 'lower case',
    role TINYINT UNSIGNED NOT NULL,
    department_id BINARY(16),
    external_id VARCHAR(255) COLLATE utf8mb4_bin COMMENT 'the name a foreign identity provider gives',
    active TINYINT UNSIGNED NOT NULL,
    PRIMARY KEY (organisation_id, id),
    UNIQUE KEY person_email (organisation_id, email),
    UNIQUE KEY person_external (organisation_id, external_id),
    KEY person_department (organisation_id, department_id),
    KEY person_created_by (organisation_id, created_by),
    KEY person_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, department_id) REFERENCES department (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Departments and teams are older than the people who are said to have made them.
ALTER TABLE department
    ADD FOREIGN KEY IF NOT EXISTS department_created_by (organisation_id, created_by) REFERENCES person (organisation_id, id),
    ADD FOREIGN KEY IF NOT EXISTS department_updated_by (organisation_id, updated_by) REFERENCES person (organisation_id, id);

ALTER TABLE team
    ADD FOREIGN KEY IF NOT EXISTS team_created_by (organisation_id, created_by) REFERENCES person (organisation_id, id),
    ADD FOREIGN KEY IF NOT EXISTS team_updated_by (organisation_id, updated_by) REFERENCES person (organisation_id, id);

CREATE TABLE IF NOT EXISTS team_member (
    organisation_id BINARY(16) NOT NULL,
    team_id BINARY(16) NOT NULL,
    person_id BINARY(16) NOT NULL,
    PRIMARY KEY (organisation_id, team_id, person_id),
    KEY team_member_person (organisation_id, person_id),
    FOREIGN KEY (organisation_id, team_id) REFERENCES team (organisation_id, id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS api_key (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    hash BINARY(32) NOT NULL COMMENT 'BLAKE2b-256 of the whole key',
    prefix CHAR(9) COLLATE utf8mb4_bin NOT NULL,
    scopes BIGINT NOT NULL COMMENT 'set of bits',
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    expires_at DATETIME(3),
    revoked_at DATETIME(3),
    last_used_at DATETIME(3),
    rate_limit BIGINT COMMENT 'requests a minute; 0 unlimited; null: the installation''s',
    page_limit BIGINT,
    PRIMARY KEY (organisation_id, id),
    UNIQUE KEY api_key_hash (hash),
    KEY api_key_created_by (organisation_id, created_by),
    KEY api_key_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS cycle (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    start_date DATE NOT NULL,
    end_date DATE NOT NULL,
    PRIMARY KEY (organisation_id, id),
    UNIQUE KEY cycle_name (organisation_id, name),
    KEY cycle_start (organisation_id, start_date, id),
    KEY cycle_created_by (organisation_id, created_by),
    KEY cycle_updated_by (organisation_id, updated_by),
    CONSTRAINT cycle_period CHECK (start_date <= end_date),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS objective (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    parent_id BINARY(16),
    cycle_id BINARY(16),
    owner_id BINARY(16),
    department_id BINARY(16),
    team_id BINARY(16),
    title VARCHAR(255) NOT NULL,
    description TEXT,
    category VARCHAR(255),
    period VARCHAR(255),
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    source VARCHAR(255),
    tags JSON,
    linked_project_ids JSON,
    dependencies JSON,
    weight DOUBLE NOT NULL,
    date_start DATE,
    date_end DATE,
    period_start DATE COMMENT 'of its cycle, else its own; kept at every write of either',
    period_end DATE,
    type TINYINT UNSIGNED NOT NULL,
    visibility TINYINT UNSIGNED NOT NULL,
    lifecycle TINYINT UNSIGNED NOT NULL,
    check_in_frequency TINYINT UNSIGNED NOT NULL,
    source_type TINYINT UNSIGNED NOT NULL,
    is_archived TINYINT UNSIGNED NOT NULL,
    is_shared TINYINT UNSIGNED NOT NULL,
    schema_version BIGINT NOT NULL,
    progress DOUBLE NOT NULL COMMENT 'rolled up',
    confidence_level TINYINT UNSIGNED COMMENT 'rolled up',
    last_check_in_at DATETIME(3) COMMENT 'rolled up: the newest in the subtree',
    deleted_at DATETIME(3),
    deleted_by BINARY(16),
    PRIMARY KEY (organisation_id, id),
    KEY objective_parent (organisation_id, parent_id),
    KEY objective_cycle (organisation_id, cycle_id),
    KEY objective_owner (organisation_id, owner_id),
    KEY objective_department (organisation_id, department_id),
    KEY objective_team (organisation_id, team_id),
    KEY objective_created_by (organisation_id, created_by),
    KEY objective_updated_by (organisation_id, updated_by),
    KEY objective_deleted_by (organisation_id, deleted_by),
    CONSTRAINT objective_weight CHECK (weight >= 0),
    CONSTRAINT objective_progress CHECK (progress BETWEEN 0 AND 1),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, parent_id) REFERENCES objective (organisation_id, id),
    FOREIGN KEY (organisation_id, cycle_id) REFERENCES cycle (organisation_id, id),
    FOREIGN KEY (organisation_id, owner_id) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, department_id) REFERENCES department (organisation_id, id),
    FOREIGN KEY (organisation_id, team_id) REFERENCES team (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, deleted_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- Who an objective is assigned to (relation 0) and who may read it (relation 1).
CREATE TABLE IF NOT EXISTS objective_person (
    organisation_id BINARY(16) NOT NULL,
    objective_id BINARY(16) NOT NULL,
    relation TINYINT UNSIGNED NOT NULL,
    person_id BINARY(16) NOT NULL,
    PRIMARY KEY (organisation_id, objective_id, relation, person_id),
    KEY objective_person_person (organisation_id, person_id),
    FOREIGN KEY (organisation_id, objective_id) REFERENCES objective (organisation_id, id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS key_result (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    home_id BINARY(16) NOT NULL COMMENT 'the objective, or zero without one',
    objective_id BINARY(16),
    owner_id BINARY(16),
    title VARCHAR(255) NOT NULL,
    description TEXT,
    unit VARCHAR(255),
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    source VARCHAR(255),
    connector_id VARCHAR(255),
    query TEXT,
    tags JSON,
    start_value DOUBLE NOT NULL,
    target_value DOUBLE NOT NULL,
    current_value DOUBLE NOT NULL,
    initial_value DOUBLE NOT NULL COMMENT 'the value at creation',
    weight DOUBLE NOT NULL,
    metric_type TINYINT UNSIGNED NOT NULL,
    direction TINYINT UNSIGNED NOT NULL,
    status TINYINT UNSIGNED NOT NULL,
    initial_status TINYINT UNSIGNED NOT NULL,
    data_source TINYINT UNSIGNED NOT NULL,
    source_type TINYINT UNSIGNED NOT NULL,
    schema_version BIGINT NOT NULL,
    progress DOUBLE NOT NULL COMMENT 'derived',
    velocity DOUBLE NOT NULL COMMENT 'derived: progress a day',
    trend TINYINT UNSIGNED NOT NULL COMMENT 'derived',
    last_check_in_status TINYINT UNSIGNED COMMENT 'derived',
    check_in_count BIGINT NOT NULL COMMENT 'derived',
    last_check_in_at DATETIME(3) COMMENT 'derived',
    last_update_at DATETIME(3) COMMENT 'derived',
    deleted_at DATETIME(3),
    deleted_by BINARY(16),
    PRIMARY KEY (organisation_id, home_id, id),
    UNIQUE KEY key_result_id (organisation_id, id),
    KEY key_result_objective (organisation_id, objective_id),
    KEY key_result_owner (organisation_id, owner_id),
    KEY key_result_created_by (organisation_id, created_by),
    KEY key_result_updated_by (organisation_id, updated_by),
    KEY key_result_deleted_by (organisation_id, deleted_by),
    CONSTRAINT key_result_home CHECK (home_id = COALESCE(objective_id, x'00000000000000000000000000000000')),
    CONSTRAINT key_result_weight CHECK (weight >= 0),
    CONSTRAINT key_result_progress CHECK (progress BETWEEN 0 AND 1),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, objective_id) REFERENCES objective (organisation_id, id),
    FOREIGN KEY (organisation_id, owner_id) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, deleted_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- The history of a key result: check-ins (kind 0) and direct edits of value or status (kind 1).
CREATE TABLE IF NOT EXISTS check_in (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    key_result_id BINARY(16) NOT NULL,
    checked_in_at DATETIME(3) NOT NULL,
    kind TINYINT UNSIGNED NOT NULL,
    value DOUBLE,
    status TINYINT UNSIGNED,
    comment TEXT,
    blocker_note TEXT,
    person_id BINARY(16),
    assign_to JSON,
    visible_to JSON,
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    PRIMARY KEY (organisation_id, key_result_id, checked_in_at, id),
    UNIQUE KEY check_in_id (organisation_id, id),
    KEY check_in_person (organisation_id, person_id),
    KEY check_in_created_by (organisation_id, created_by),
    KEY check_in_updated_by (organisation_id, updated_by),
    CONSTRAINT check_in_content CHECK (kind = 1 OR (value IS NOT NULL AND status IS NOT NULL)),
    FOREIGN KEY (organisation_id, key_result_id) REFERENCES key_result (organisation_id, id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS kpi (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    description TEXT,
    category TINYINT UNSIGNED NOT NULL,
    group_name VARCHAR(255),
    owner_id BINARY(16),
    team_id BINARY(16),
    initial_value DOUBLE COMMENT 'the value at creation',
    current_value DOUBLE,
    target_value DOUBLE,
    unit VARCHAR(255),
    update_frequency TINYINT UNSIGNED NOT NULL,
    direction TINYINT UNSIGNED NOT NULL,
    last_updated_at DATETIME(3),
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    PRIMARY KEY (organisation_id, id),
    KEY kpi_owner (organisation_id, owner_id),
    KEY kpi_team (organisation_id, team_id),
    KEY kpi_created_by (organisation_id, created_by),
    KEY kpi_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, owner_id) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, team_id) REFERENCES team (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS kpi_update (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    kpi_id BINARY(16) NOT NULL,
    previous_value DOUBLE,
    new_value DOUBLE NOT NULL,
    comment TEXT,
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    PRIMARY KEY (organisation_id, kpi_id, id),
    UNIQUE KEY kpi_update_id (organisation_id, id),
    KEY kpi_update_created_by (organisation_id, created_by),
    KEY kpi_update_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id, kpi_id) REFERENCES kpi (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS initiative (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    title VARCHAR(255) NOT NULL,
    description TEXT,
    status TINYINT UNSIGNED NOT NULL,
    priority TINYINT UNSIGNED,
    start_date DATE,
    end_date DATE,
    owner_id BINARY(16),
    objective_id BINARY(16),
    key_result_id BINARY(16),
    app_id VARCHAR(255) COLLATE utf8mb4_bin,
    PRIMARY KEY (organisation_id, id),
    KEY initiative_owner (organisation_id, owner_id),
    KEY initiative_objective (organisation_id, objective_id),
    KEY initiative_key_result (organisation_id, key_result_id),
    KEY initiative_created_by (organisation_id, created_by),
    KEY initiative_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, owner_id) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, objective_id) REFERENCES objective (organisation_id, id),
    FOREIGN KEY (organisation_id, key_result_id) REFERENCES key_result (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS review_cycle (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    name VARCHAR(255) NOT NULL,
    status TINYINT UNSIGNED NOT NULL,
    due_date DATE,
    PRIMARY KEY (organisation_id, id),
    KEY review_cycle_created_by (organisation_id, created_by),
    KEY review_cycle_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS review (
    organisation_id BINARY(16) NOT NULL,
    id BINARY(16) NOT NULL,
    version BIGINT NOT NULL,
    updated_at DATETIME(3) NOT NULL,
    created_by BINARY(16),
    updated_by BINARY(16),
    review_cycle_id BINARY(16) NOT NULL,
    employee_id BINARY(16) NOT NULL,
    type TINYINT UNSIGNED NOT NULL,
    status TINYINT UNSIGNED NOT NULL,
    shared_at DATETIME(3),
    PRIMARY KEY (organisation_id, id),
    KEY review_cycle (organisation_id, review_cycle_id, employee_id),
    KEY review_employee (organisation_id, employee_id),
    KEY review_created_by (organisation_id, created_by),
    KEY review_updated_by (organisation_id, updated_by),
    FOREIGN KEY (organisation_id, review_cycle_id) REFERENCES review_cycle (organisation_id, id),
    FOREIGN KEY (organisation_id, employee_id) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, created_by) REFERENCES person (organisation_id, id),
    FOREIGN KEY (organisation_id, updated_by) REFERENCES person (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS review_answer (
    organisation_id BINARY(16) NOT NULL,
    review_id BINARY(16) NOT NULL,
    position SMALLINT UNSIGNED NOT NULL,
    question TEXT NOT NULL,
    answer TEXT,
    PRIMARY KEY (organisation_id, review_id, position),
    FOREIGN KEY (organisation_id, review_id) REFERENCES review (organisation_id, id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;

-- First answers to requests that carried an Idempotency-Key, written with what they did.
CREATE TABLE IF NOT EXISTS idempotency (
    organisation_id BINARY(16) NOT NULL,
    credential BINARY(16) NOT NULL COMMENT 'the API key''s id, or a digest of tenant, issuer and subject',
    request BINARY(32) NOT NULL COMMENT 'digest of method, path and key',
    fingerprint BINARY(32) NOT NULL COMMENT 'digest of the body',
    created_at DATETIME(3) NOT NULL,
    status SMALLINT UNSIGNED NOT NULL,
    head TEXT NOT NULL COMMENT 'header lines to repeat',
    body MEDIUMBLOB NOT NULL,
    PRIMARY KEY (organisation_id, credential, request),
    KEY idempotency_expiry (organisation_id, created_at),
    FOREIGN KEY (organisation_id) REFERENCES organisation (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_ci;
