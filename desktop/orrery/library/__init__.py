"""One SQLite file is one library; all SQL is here."""
