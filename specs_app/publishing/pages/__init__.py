"""What each public page shows, prepared from a document: frozen values for templates that hold no logic."""
