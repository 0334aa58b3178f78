"""The only writers of specifications: imports, revisions, synchronisation."""
