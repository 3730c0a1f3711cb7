"""The annotator's desk in parts: what it shows, moving on it, and each thing that is done at it."""
