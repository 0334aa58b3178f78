"""Pages about people: credentials, memberships, and what all pages of changes share."""
