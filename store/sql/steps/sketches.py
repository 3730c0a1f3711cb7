"""Sketches of texts, and which postings wait to be compared."""

# A posting waits in `uncompared` from when it comes, or comes to read otherwise, until it is compared with all
# others. `sketch.same` is equal for postings that differ in place and date alone.
SCRIPT = """
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
