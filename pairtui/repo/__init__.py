"""The git repository: looking at it, writing files, committing, taking back."""
