"""Pages and REST of what is published."""
