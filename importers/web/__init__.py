"""Web pages: the postings they state as data, or the text they are."""
