"""One SQLite file is one library: all SQL lives here. `library.Library` is the door."""
