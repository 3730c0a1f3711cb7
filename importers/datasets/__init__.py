"""What Postil itself exported, with all that people said of it."""
