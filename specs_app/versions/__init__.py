"""Versions of specifications: read from Git once, kept within a bound of memory, and handed on."""
