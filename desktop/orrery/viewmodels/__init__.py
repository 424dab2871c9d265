"""What the window decides, without widgets."""
