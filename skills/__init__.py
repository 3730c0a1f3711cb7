"""The vocabulary of skills: read from a file, and found in by typing."""
