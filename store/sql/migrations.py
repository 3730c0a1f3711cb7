"""The schema, step by step. A step that has been released is never edited: add another."""

import re

from .library import Database, Migrations

APPLICATION_ID = 0x506F7374  # "Post": tells our files from other SQLite databases

MIGRATIONS = Migrations("postil")

_NEXT = re.compile(r";\n(?! )")  # a trigger's own statements are indented


def _run(db: Database, script: str) -> None:
    for statement in _NEXT.split(script):
        if statement.strip():
            db.conn.execute(statement)


@MIGRATIONS(name="0001-first-light")
def _first_light(db: Database) -> None:
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _run(db, _FIRST_LIGHT)


_FIRST_LIGHT = """
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source (id),
    at TEXT NOT NULL,
    finished INTEGER NOT NULL DEFAULT 0,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    parser_version INTEGER NOT NULL,
    added INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    revised INTEGER NOT NULL DEFAULT 0,
    refused INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    source_id INTEGER NOT NULL REFERENCES source (id),
    import_id INTEGER NOT NULL REFERENCES import (id),
    locator TEXT NOT NULL,
    external_id TEXT,
    url TEXT,
    title TEXT,
    inferred_title TEXT,
    inferred_rule TEXT,
    inferred_start INTEGER,
    inferred_end INTEGER,
    company TEXT,
    work_mode TEXT,
    employment_type TEXT NOT NULL,
    date_posted TEXT,
    salary_text TEXT,
    sections TEXT NOT NULL,
    source_skills TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    norm_sha256 TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX posting_by_source ON posting (source_id, locator);
CREATE INDEX posting_by_text ON posting (norm_sha256);

CREATE TABLE body (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id),
    text TEXT NOT NULL,
    raw TEXT NOT NULL
) STRICT;

CREATE TABLE old_body (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    revision INTEGER NOT NULL,
    replaced_by INTEGER NOT NULL REFERENCES import (id),
    text TEXT NOT NULL,
    raw TEXT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (posting_id, revision)
) STRICT;

CREATE TABLE location (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    country TEXT,
    region TEXT,
    city TEXT,
    PRIMARY KEY (posting_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX location_by_country ON location (country, posting_id);

CREATE TABLE problem (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES import (id),
    posting_id INTEGER REFERENCES posting (id),
    locator TEXT NOT NULL,
    field TEXT,
    reason TEXT NOT NULL
) STRICT;

CREATE INDEX problem_by_posting ON problem (posting_id) WHERE posting_id IS NOT NULL;

CREATE TABLE annotator (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE skill (
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL UNIQUE,
    label TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    labels TEXT NOT NULL
) STRICT;

CREATE TABLE tag (
    uid TEXT PRIMARY KEY,
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    skill_id INTEGER NOT NULL REFERENCES skill (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    requirement TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    quote TEXT,
    CHECK ((start IS NULL) = ("end" IS NULL)),
    CHECK (start IS NULL OR (0 <= start AND start < "end" AND quote IS NOT NULL))
) STRICT;

CREATE UNIQUE INDEX tag_once
    ON tag (posting_id, annotator_id, skill_id, coalesce(start, -1), coalesce("end", -1))
    WHERE start IS NOT NULL OR quote IS NULL;
CREATE INDEX tag_by_skill ON tag (skill_id, posting_id);
CREATE INDEX tag_by_annotator ON tag (annotator_id);

CREATE TABLE note (
    uid TEXT PRIMARY KEY,
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    text TEXT NOT NULL,
    start INTEGER,
    "end" INTEGER,
    quote TEXT,
    CHECK ((start IS NULL) = ("end" IS NULL)),
    CHECK (start IS NULL OR (0 <= start AND start < "end" AND quote IS NOT NULL))
) STRICT;

CREATE INDEX note_by_posting ON note (posting_id);
CREATE INDEX note_by_annotator ON note (annotator_id);

CREATE TABLE state (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    state TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (posting_id, annotator_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX state_by_annotator ON state (annotator_id, state, posting_id);

CREATE TABLE pair (
    a_id INTEGER NOT NULL REFERENCES posting (id),
    b_id INTEGER NOT NULL REFERENCES posting (id),
    kind TEXT,
    score REAL,
    reasons TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (a_id, b_id),
    CHECK (a_id < b_id)
) STRICT;

CREATE INDEX pair_by_second ON pair (b_id, a_id);

CREATE TABLE verdict (
    a_id INTEGER NOT NULL,
    b_id INTEGER NOT NULL,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    verdict TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (a_id, b_id, annotator_id),
    FOREIGN KEY (a_id, b_id) REFERENCES pair (a_id, b_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX verdict_by_annotator ON verdict (annotator_id);

CREATE TABLE canonical (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    PRIMARY KEY (posting_id, annotator_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    action TEXT NOT NULL,
    posting_id INTEGER REFERENCES posting (id),
    summary TEXT NOT NULL,
    changes TEXT NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0,
    refers_to INTEGER REFERENCES event (seq)
) STRICT;

CREATE INDEX event_by_annotator ON event (annotator_id, seq);
CREATE INDEX event_standing ON event (annotator_id, undone, seq) WHERE refers_to IS NULL;
CREATE INDEX event_by_posting ON event (posting_id);

CREATE TABLE place (
    annotator_id INTEGER PRIMARY KEY REFERENCES annotator (id),
    posting_id INTEGER REFERENCES posting (id),
    query TEXT NOT NULL
) STRICT;

CREATE TABLE draft (
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    text TEXT NOT NULL,
    PRIMARY KEY (annotator_id, posting_id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE posting_fts USING fts5 (
    title, company, location, body,
    content = '',
    tokenize = "unicode61 remove_diacritics 2 tokenchars '+#'"
);
"""


@MIGRATIONS(name="0002-imports")
def _imports(db: Database) -> None:
    _run(db, _IMPORTS)


# `posting.record` is a hash of the record as it stood in its file, None where it is not known;
# `problem.record` is the refused record itself.
_IMPORTS = """
ALTER TABLE posting ADD COLUMN record INTEGER;
CREATE INDEX posting_by_record ON posting (source_id, record);
ALTER TABLE problem ADD COLUMN record TEXT;
CREATE INDEX problem_by_import ON problem (import_id);
CREATE TABLE mapping (
    source_id INTEGER PRIMARY KEY REFERENCES source (id),
    columns TEXT NOT NULL
) STRICT;
"""


@MIGRATIONS(name="0003-sketches")
def _sketches(db: Database) -> None:
    _run(db, _SKETCHES)


# A posting waits in `uncompared` from when it comes, or comes to read otherwise, until it is compared with all
# others. `sketch.same` is equal for postings that differ in place and date alone.
_SKETCHES = """
CREATE TABLE sketching (
    version INTEGER NOT NULL
) STRICT;
CREATE TABLE sketch (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id),
    same INTEGER NOT NULL,
    phrases INTEGER NOT NULL,
    sample BLOB NOT NULL
) STRICT;
CREATE TABLE uncompared (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id)
) STRICT;
INSERT INTO uncompared SELECT id FROM posting;
CREATE INDEX verdict_by_second ON verdict (b_id, a_id);
CREATE TRIGGER posting_added AFTER INSERT ON posting BEGIN
    INSERT INTO uncompared VALUES (new.id); END;
CREATE TRIGGER posting_reworded AFTER UPDATE OF content_sha256 ON posting
    WHEN new.content_sha256 <> old.content_sha256 BEGIN
    DELETE FROM sketch WHERE posting_id = new.id; INSERT OR IGNORE INTO uncompared VALUES (new.id); END;
"""


@MIGRATIONS(name="0004-datasets")
def _datasets(db: Database) -> None:
    _run(db, _DATASETS)


# A pseudonym is what datasets call somebody by; without the index, the tags of one posting are found by reading
# all there are.
_DATASETS = """
ALTER TABLE annotator ADD COLUMN pseudonym TEXT;
UPDATE annotator SET pseudonym = 'annotator-' || lower(hex(randomblob(4)));
CREATE UNIQUE INDEX annotator_by_pseudonym ON annotator (pseudonym);
CREATE INDEX tag_by_posting ON tag (posting_id);
"""


@MIGRATIONS(name="0005-models")
def _models(db: Database) -> None:
    _run(db, _MODELS)


# A row of `model` is somebody's decision for a model, or with no weights for the defaults; the latest holds.
# `pair.phrases` is what the pair shares of rare phrases, which cannot be had from its two texts alone;
# `pair.model` names the model that scored it. A pair that a model drops keeps both: another may bring it back.
_MODELS = """
ALTER TABLE pair ADD COLUMN phrases REAL;
ALTER TABLE pair ADD COLUMN model TEXT;
CREATE TABLE model (
    uid TEXT PRIMARY KEY,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    start REAL,
    weights TEXT,
    learned TEXT NOT NULL,
    CHECK ((start IS NULL) = (weights IS NULL))
) STRICT;
CREATE TRIGGER posting_unmeasured AFTER UPDATE OF content_sha256 ON posting
    WHEN new.content_sha256 <> old.content_sha256 BEGIN
    UPDATE pair SET phrases = NULL, model = NULL WHERE a_id = new.id OR b_id = new.id; END;
"""


@MIGRATIONS(name="0006-families")
def _families(db: Database) -> None:
    _run(db, _FAMILIES)


# The orders in which open pairs are asked about. `kin` says which family a posting is of, as proposals tie them
# (`related` ones not), and a family is named by its first posting. Both are as proposals were when they were last
# sorted into families; `unsorted` has the first posting of each pair that came or changed since. `place` is the size
# below zero, so that the largest come first. Expressions, no generated columns: SQLite 3.40 cannot copy such a table.
_FAMILIES = """
CREATE INDEX pair_by_doubt ON pair (abs(score - 0.5) + (kind <> 'near'), a_id, b_id) WHERE kind IS NOT NULL;
CREATE INDEX pair_by_distance ON pair (1 - score, a_id, b_id) WHERE kind IS NOT NULL;
CREATE INDEX pair_by_kind ON pair (kind, a_id, b_id);
CREATE TABLE family (
    id INTEGER PRIMARY KEY REFERENCES posting (id),
    place INTEGER NOT NULL
) STRICT;
CREATE INDEX family_by_size ON family (place, id);
CREATE TABLE kin (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id),
    family INTEGER NOT NULL
) STRICT;
CREATE INDEX kin_by_family ON kin (family, posting_id);
CREATE TABLE unsorted (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id)
) STRICT;
INSERT INTO unsorted SELECT DISTINCT a_id FROM pair WHERE kind IS NOT NULL;
CREATE TRIGGER pair_proposed AFTER INSERT ON pair WHEN new.kind IS NOT NULL BEGIN
    INSERT INTO unsorted SELECT new.a_id WHERE NOT EXISTS (SELECT 1 FROM unsorted WHERE posting_id = new.a_id); END;
CREATE TRIGGER pair_changed AFTER UPDATE OF kind ON pair WHEN new.kind IS NOT old.kind BEGIN
    INSERT INTO unsorted SELECT new.a_id WHERE NOT EXISTS (SELECT 1 FROM unsorted WHERE posting_id = new.a_id); END;
"""


@MIGRATIONS(name="0007-desk")
def _desk(db: Database) -> None:
    _run(db, _DESK)


# What people say of skills is a row of `skill_word` each, and a skill's row is as the standing ones make it: `given`
# is its label and labels as they came, None while nothing is said of it, and `meant_id` the skill that stands for it
# after merges, None for itself. Tags keep naming the skill they were made with. `suggestion.uri` may be that of a
# skill which was never made. `seen` is when somebody last looked at a posting; `done_at` counts what somebody has
# done, by employer ('' where none is stated).
_DESK = """
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

STEPS = (
    "0001-first-light",
    "0002-imports",
    "0003-sketches",
    "0004-datasets",
    "0005-models",
    "0006-families",
    "0007-desk",
)
