"""A proposal until it is handed in: drafts and their edits, what they would do to the standard, what others propose meanwhile."""
