"""The extract scripts of a specification: one a case management system, in the SQL dialect of its reporting database."""
