"""Plain text: cards, saved pages, one posting a file."""
