"""Pages of proposals: writing, reading and deciding them, and the people who do."""
