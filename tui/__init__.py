"""The application: the command line and the screens."""
