"""The pure language of a specification: frozen values, addresses, differences and edits. Nothing here imports Django."""
