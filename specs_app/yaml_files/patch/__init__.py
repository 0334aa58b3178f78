"""Changes of single values in the text of a file, which leave all other bytes as they are."""
