"""What it takes to bring two databases together: the journal in the order of time, and who worked in both."""

# Where events of two databases stand in one journal, their numbers (`seq`) are in the order of arrival; `at` and
# `uid` are the one order that is the same everywhere. `forked` is set for whoever decided in two databases at once:
# what is then taken back is not always the row that was written last. A pseudonym that gave way stays known.
SCRIPT = """
CREATE INDEX event_by_time ON event (at, uid);
CREATE INDEX event_in_order ON event (annotator_id, at, uid);
DROP INDEX event_standing;
CREATE INDEX event_standing ON event (annotator_id, undone, at, uid) WHERE refers_to IS NULL;
CREATE INDEX event_turned ON event (refers_to, at, uid) WHERE refers_to IS NOT NULL;
ALTER TABLE annotator ADD COLUMN forked INTEGER NOT NULL DEFAULT 0;
CREATE TABLE former_pseudonym (
    pseudonym TEXT PRIMARY KEY,
    annotator_id INTEGER NOT NULL REFERENCES annotator (id)
) STRICT, WITHOUT ROWID;
"""
