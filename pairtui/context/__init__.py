"""What the model may see, within a budget; pure."""
