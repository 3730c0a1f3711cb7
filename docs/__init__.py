"""What the README shows and does not write by hand: the table of keys, and pictures of the screens."""
