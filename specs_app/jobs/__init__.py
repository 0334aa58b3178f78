"""The one queue of all that nobody waits for: jobs in the database, and the workers that run them."""
