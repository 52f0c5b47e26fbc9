"""Placing, comparing, deciding and composing changes; pure."""
