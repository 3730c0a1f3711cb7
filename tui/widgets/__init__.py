"""Widgets know records, never the store; what happens in them goes up as messages."""
