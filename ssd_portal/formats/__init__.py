"""How dates read, where Django's own form of a language differs from plain English."""
