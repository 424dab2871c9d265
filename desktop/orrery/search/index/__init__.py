"""Vectors laid out for searching many of them: derived files, and the graphs that scan them."""
