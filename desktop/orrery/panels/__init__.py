"""What the window draws; panels decide nothing."""
