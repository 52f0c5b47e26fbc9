"""What a model wrote, read into edits; pure."""
