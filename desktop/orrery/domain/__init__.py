"""Frozen values that every stage understands: no files, no database, no Qt."""
