"""Pseudonyms, and the tags of one posting by an index."""

# A pseudonym is what datasets call somebody by; without the index, the tags of one posting are found by reading
# all there are.
SCRIPT = """
ALTER TABLE annotator ADD COLUMN pseudonym TEXT;
UPDATE annotator SET pseudonym = 'annotator-' || lower(hex(randomblob(4)));
CREATE UNIQUE INDEX annotator_by_pseudonym ON annotator (pseudonym);
CREATE INDEX tag_by_posting ON tag (posting_id);
"""
