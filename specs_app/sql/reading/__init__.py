"""Scripts as councils run them, read into bodies: one SELECT for each object, with what was taken, left out and refused, and why."""
