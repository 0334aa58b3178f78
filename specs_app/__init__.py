"""What a specification is, and everything that is published from it."""
