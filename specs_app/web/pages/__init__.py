"""The public pages: load a version, prepare its page, answer."""
