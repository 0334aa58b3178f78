"""Search in a version of a standard. Pure but for `engines`, `index`, `spelling` and `asking`, which speak to the database."""
