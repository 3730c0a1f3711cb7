"""What decides how pairs are scored."""

# A row of `model` is somebody's decision for a model, or with no weights for the defaults; the latest holds.
# `pair.phrases` is what the pair shares of rare phrases, which cannot be had from its two texts alone;
# `pair.model` names the model that scored it. A pair that a model drops keeps both: another may bring it back.
SCRIPT = """
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
