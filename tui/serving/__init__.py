"""The application for people without a terminal: in a browser, with a name and a token, a process each."""
