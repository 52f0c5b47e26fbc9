"""The right pane: the changes of one proposal, and what the human decides about them."""
