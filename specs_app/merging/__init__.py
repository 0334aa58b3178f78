"""Two versions that went different ways, put together: the documents, the files, and the proof that nothing is lost."""
