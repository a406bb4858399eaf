-- To whom a person reports. It grants nothing; what asks in vain goes on to them.

ALTER TABLE person
    ADD COLUMN IF NOT EXISTS manager_id BINARY(16),
    ADD KEY IF NOT EXISTS person_manager (organisation_id, manager_id),
    ADD FOREIGN KEY IF NOT EXISTS person_manager (organisation_id, manager_id) REFERENCES person (organisation_id, id);
