"""A picture of the space: projection, clusters and their names."""
