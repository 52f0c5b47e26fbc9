"""Outlines: what a file defines and which names it uses, found in Pygments' tokens; pure."""
