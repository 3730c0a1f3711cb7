"""HTML as lines of text."""
