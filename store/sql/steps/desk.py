"""Vocabulary decisions, answers to suggestions, saved searches, orders of the queue."""

# What people say of skills is a row of `skill_word` each, and a skill's row is as the standing ones make it: `given`
# is its label and labels as they came, None while nothing is said of it, and `meant_id` the skill that stands for it
# after merges, None for itself. Tags keep naming the skill they were made with. `suggestion.uri` may be that of a
# skill which was never made. `seen` is when somebody last looked at a posting; `done_at` counts what somebody has
# done, by employer ('' where none is stated).
SCRIPT = """
ALTER TABLE skill ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE skill ADD COLUMN given TEXT;
ALTER TABLE skill ADD COLUMN given_folded TEXT;
ALTER TABLE skill ADD COLUMN meant_id INTEGER REFERENCES skill (id);
CREATE INDEX skill_by_given ON skill (given_folded) WHERE given_folded IS NOT NULL;
CREATE INDEX skill_by_meant ON skill (meant_id) WHERE meant_id IS NOT NULL;
CREATE TABLE skill_word (
    uid TEXT PRIMARY KEY,
    skill_id INTEGER NOT NULL REFERENCES skill (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    said TEXT NOT NULL,
    value TEXT,
    folded TEXT,
    into_id INTEGER REFERENCES skill (id)
) STRICT;
CREATE INDEX skill_word_by_skill ON skill_word (skill_id, at);
CREATE INDEX skill_word_by_into ON skill_word (into_id) WHERE into_id IS NOT NULL;
CREATE INDEX skill_word_by_name ON skill_word (folded) WHERE said = 'name';
CREATE TABLE vocabulary_version (
    number INTEGER NOT NULL
) STRICT;
INSERT INTO vocabulary_version VALUES (0);
CREATE TRIGGER skill_added AFTER INSERT ON skill BEGIN
    UPDATE vocabulary_version SET number = number + 1; END;
CREATE TRIGGER skill_changed AFTER UPDATE ON skill BEGIN
    UPDATE vocabulary_version SET number = number + 1; END;
CREATE TRIGGER skill_removed AFTER DELETE ON skill BEGIN
    UPDATE vocabulary_version SET number = number + 1; END;
CREATE TABLE suggestion (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    uri TEXT NOT NULL,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    kind TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (posting_id, annotator_id, uri)
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestion_by_kind ON suggestion (kind, accepted);
CREATE TABLE saved_search (
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (annotator_id, folded)
) STRICT, WITHOUT ROWID;
CREATE TABLE mention_count (
    at TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    skills INTEGER NOT NULL
) STRICT;
CREATE TABLE seen (
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    at TEXT NOT NULL,
    PRIMARY KEY (annotator_id, posting_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_by_time ON seen (annotator_id, at, posting_id);
INSERT INTO seen SELECT annotator_id, posting_id, at FROM state;
CREATE INDEX posting_by_company ON posting (coalesce(company, ''));
CREATE TABLE done_at (
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    company TEXT NOT NULL,
    done INTEGER NOT NULL,
    PRIMARY KEY (annotator_id, company)
) STRICT, WITHOUT ROWID;
CREATE INDEX done_at_by_number ON done_at (annotator_id, done, company);
INSERT INTO done_at SELECT s.annotator_id, coalesce(p.company, ''), count(*) FROM state s
    JOIN posting p ON p.id = s.posting_id WHERE s.state = 'done' GROUP BY 1, 2;
CREATE TRIGGER state_set AFTER INSERT ON state WHEN new.state = 'done' BEGIN
    INSERT INTO done_at SELECT new.annotator_id, coalesce(company, ''), 1 FROM posting WHERE id = new.posting_id
    ON CONFLICT DO UPDATE SET done = done + 1; END;
CREATE TRIGGER state_taken AFTER DELETE ON state WHEN old.state = 'done' BEGIN
    UPDATE done_at SET done = done - 1 WHERE annotator_id = old.annotator_id
    AND company = (SELECT coalesce(company, '') FROM posting WHERE id = old.posting_id);
    DELETE FROM done_at WHERE annotator_id = old.annotator_id AND done = 0; END;
CREATE TRIGGER state_changed AFTER UPDATE OF state ON state WHEN (new.state = 'done') <> (old.state = 'done') BEGIN
    INSERT INTO done_at SELECT new.annotator_id, coalesce(company, ''), 0 FROM posting WHERE id = new.posting_id
    ON CONFLICT DO NOTHING;
    UPDATE done_at SET done = done + iif(new.state = 'done', 1, -1) WHERE annotator_id = new.annotator_id
    AND company = (SELECT coalesce(company, '') FROM posting WHERE id = new.posting_id);
    DELETE FROM done_at WHERE annotator_id = new.annotator_id AND done = 0; END;
CREATE TRIGGER posting_renamed AFTER UPDATE OF company ON posting WHEN new.company IS NOT old.company
    AND EXISTS (SELECT 1 FROM state WHERE posting_id = new.id AND state = 'done') BEGIN
    UPDATE done_at SET done = done - 1 WHERE company = coalesce(old.company, '')
    AND annotator_id IN (SELECT annotator_id FROM state WHERE posting_id = new.id AND state = 'done');
    INSERT INTO done_at SELECT annotator_id, coalesce(new.company, ''), 1 FROM state
    WHERE posting_id = new.id AND state = 'done' ON CONFLICT DO UPDATE SET done = done + 1;
    DELETE FROM done_at WHERE done = 0; END;
"""
