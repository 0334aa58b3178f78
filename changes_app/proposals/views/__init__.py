"""Pages of drafts: the way in, edits, colleagues, conflicts, sending."""
