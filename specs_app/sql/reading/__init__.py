"""Scripts as councils run them, read into bodies: one SELECT for each object, and why the rest was not taken."""
