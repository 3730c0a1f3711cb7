"""Who is to see which posting, and who may enter from a browser."""

# Of a token only the hash is kept: whoever reads the file cannot enter with it.
SCRIPT = """
CREATE TABLE assignment (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    PRIMARY KEY (posting_id, annotator_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_by_annotator ON assignment (annotator_id, posting_id);
CREATE TABLE entry (
    name TEXT PRIMARY KEY,
    token_sha256 TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""
