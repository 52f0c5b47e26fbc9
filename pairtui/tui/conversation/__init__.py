"""The left pane: what was said, what is in, and the prompt."""
