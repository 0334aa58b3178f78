"""The forms of accounts and memberships, and what all forms of changes share."""
