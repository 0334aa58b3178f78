"""What is wrong with a specification as a whole: rules on a document. Nothing here imports Django."""
