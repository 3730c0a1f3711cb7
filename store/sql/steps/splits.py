"""Where postings stand among the splits of a dataset, and where the sources of a dataset once came from."""

# A place, 0 to 99, is given once: shares of the splits are laid over the places at each export. `placed` counts the
# runs that gave places: where two groups become one, the earlier placed has its place for both.
SCRIPT = """
CREATE TABLE split_place (
    posting_id INTEGER PRIMARY KEY REFERENCES posting (id),
    place INTEGER NOT NULL CHECK (place BETWEEN 0 AND 99),
    placed INTEGER NOT NULL
) STRICT;

CREATE TABLE split_share (
    position INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    per_cent INTEGER NOT NULL
) STRICT;

CREATE TABLE told_import (
    source_id INTEGER NOT NULL REFERENCES source (id),
    at TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    format TEXT NOT NULL,
    added INTEGER NOT NULL,
    revised INTEGER NOT NULL,
    PRIMARY KEY (source_id, at, file, sha256)
) STRICT, WITHOUT ROWID;
"""
