"""Slash commands; they yield plain values, so they need no widget."""
