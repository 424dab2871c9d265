"""Nearest neighbours, the query algebra and calibrated scores."""
