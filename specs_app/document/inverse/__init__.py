"""What takes a change back: the edits that lead from a document to the one before it, and the differences that none can undo."""

from specs_app.document.inverse.composing import Inverse, inverse

__all__ = ["Inverse", "inverse"]
