"""From the parts of a Document to what the writer puts into files."""
