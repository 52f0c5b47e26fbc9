"""Other proposers than a model: what they sent, read into changes of a text."""
