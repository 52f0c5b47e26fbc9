"""The store: what outlives the process, in SQLite; and the journal, a database of its own."""
