"""Postings, what people say of them, pairs, the journal, and the index of words."""

SCRIPT = """
PRAGMA application_id = 1349481332;

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
