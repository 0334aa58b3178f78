"""Tables of the projection: one noun a file."""
