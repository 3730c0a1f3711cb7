"""What was settled where several annotators answered."""

# `kind` is of what: a state, a verdict (of the posting whose key sorts first; `about` is the other's key) or a tag
# (`about` is the URI of the skill). A row belongs to who settled it: of several, the latest holds. `basis` stands for
# the answers it was settled from.
SCRIPT = """
CREATE TABLE adjudication (
    posting_id INTEGER NOT NULL REFERENCES posting (id),
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id),
    at TEXT NOT NULL,
    result TEXT NOT NULL,
    how TEXT NOT NULL,
    reason TEXT,
    note TEXT NOT NULL,
    basis TEXT NOT NULL,
    PRIMARY KEY (posting_id, kind, about, annotator_id)
) STRICT, WITHOUT ROWID;
"""
