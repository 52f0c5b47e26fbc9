"""Policy: what may leave the machine; which files, which words in them, and to which hosts."""
