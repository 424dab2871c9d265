"""Orrery: pictures, sounds and texts in one latent space, offline."""

__version__ = "0.1.0"
