"""What is published of a document. Every output is a pure function of one revision."""
