"""The order of the queue that an annotator chose last, and where in it they stopped, beside their search."""

# `spot` is a list in JSON: the number of the posting, the part of the order, and by what it is sorted there.
SCRIPT = """
ALTER TABLE place ADD COLUMN queue_order TEXT NOT NULL DEFAULT 'imported';
ALTER TABLE place ADD COLUMN spot TEXT;
"""
