"""Answers that every visitor gets alike, kept as compressed bytes and given before Django is asked."""
