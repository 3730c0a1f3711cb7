"""The only SQL of the project, a file a concern. Everything here takes a `Connection`."""
