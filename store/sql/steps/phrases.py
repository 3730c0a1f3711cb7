"""The phrases of all texts in their own order, so that a few later texts find their copies without the others."""

# Made from the sketches, in pieces: a row of `phrase_index` without `whole` is one that is being written, or was
# when its process ended. It tells of the postings up to `upto` as they were at revision `since`.
SCRIPT = """
CREATE TABLE phrase_index (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    since INTEGER NOT NULL,
    upto INTEGER NOT NULL,
    whole INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE phrase_piece (
    index_id INTEGER NOT NULL REFERENCES phrase_index (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (index_id, name, position)
) STRICT;
"""
