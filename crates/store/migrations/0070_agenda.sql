-- What is due is counted on every page: the answers of a person that may have a day until then. The day on which one was
-- confirmed has passed, whenever it must be shown again.
CREATE INDEX answers_days ON answers (organization, owner, (COALESCE(confirmed, due)))
    WHERE owner IS NOT NULL AND COALESCE(confirmed, due) IS NOT NULL;

-- It replaces the index of answers with a due date.
DROP INDEX answers_owner;

CREATE INDEX tasks_due ON tasks (organization, due) WHERE ended IS NULL AND due IS NOT NULL;

CREATE INDEX tasks_reported ON tasks (organization, state, due, assessment, owner, reported_by) WHERE state = 'reported';

CREATE INDEX evidence_ends ON evidence (organization, ends) WHERE archived IS NULL AND ends IS NOT NULL;

CREATE INDEX evidence_owner ON evidence (organization, owner, ends) WHERE archived IS NULL AND ends IS NOT NULL;
