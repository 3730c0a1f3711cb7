"""JSON: documents and files with a record a line, whose keys are columns."""
