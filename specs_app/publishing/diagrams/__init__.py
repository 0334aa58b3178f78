"""Diagrams laid out, and kept for all who look."""
