"""What a record states, whatever its format: from named values to a draft."""
