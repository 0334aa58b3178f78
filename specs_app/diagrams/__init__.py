"""What of a document is drawn, as values, and the forms that it is written in. Pure."""
