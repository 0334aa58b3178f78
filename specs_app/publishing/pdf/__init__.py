"""A version as a PDF, set in a process of its own."""
