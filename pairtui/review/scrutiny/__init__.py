"""Scrutiny: what in a change calls for care, worked out from its bytes and nothing else; pure."""
