"""Pages of what waits for the reader, and feeds."""
