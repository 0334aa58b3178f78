"""REST: the life of a change, under the very rules of the forms."""
