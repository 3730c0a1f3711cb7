"""Records known again by their hash, refused records kept, mappings of columns."""

# `posting.record` is a hash of the record as it stood in its file, None where it is not known;
# `problem.record` is the refused record itself.
SCRIPT = """
ALTER TABLE posting ADD COLUMN record INTEGER;
CREATE INDEX posting_by_record ON posting (source_id, record);
ALTER TABLE problem ADD COLUMN record TEXT;
CREATE INDEX problem_by_import ON problem (import_id);
CREATE TABLE mapping (
    source_id INTEGER PRIMARY KEY REFERENCES source (id),
    columns TEXT NOT NULL
) STRICT;
"""
