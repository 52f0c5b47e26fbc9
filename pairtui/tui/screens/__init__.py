"""The screens and the sheets that ask something."""
