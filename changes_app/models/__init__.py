"""Tables of change requests: one noun a file."""
