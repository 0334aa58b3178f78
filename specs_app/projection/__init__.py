"""Documents as rows of the database, for search, history and links."""
