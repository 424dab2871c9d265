"""Arrays in, unit vectors out."""
