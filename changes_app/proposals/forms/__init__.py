"""Forms for people: each edit of a proposal as questions in plain words."""
