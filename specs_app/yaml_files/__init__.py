"""Text to values and back: YAML read and written by position, the change log, CSV tables. Nothing here imports Django."""
