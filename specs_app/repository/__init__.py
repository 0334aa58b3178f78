"""Git: objects and trees, bare repositories, sources. The only callers of Git."""
