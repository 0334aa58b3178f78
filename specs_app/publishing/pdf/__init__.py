"""A version as a book: parts set in type by processes of their own, kept by their content, and bound into one PDF."""
