"""What waits for a person and what they are told of: inbox, e-mails, feeds, their own page."""
