"""The front end of plain lines: for pipes, logs and terminals that cannot do more."""
