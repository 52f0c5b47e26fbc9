"""Track changes for AI, in the terminal."""
