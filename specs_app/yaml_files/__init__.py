"""YAML of a standard, read into a Document and written by position. Pure."""
