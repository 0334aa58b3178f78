"""From parsed YAML to the parts of a Document, with the problems found."""
