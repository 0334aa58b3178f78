"""REST reads of published specifications."""
