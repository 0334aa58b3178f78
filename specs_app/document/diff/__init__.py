"""The semantic difference of two documents: what changed in meaning, named and classed."""

from specs_app.document.diff.change import Change, classify
from specs_app.document.diff.compare import diff

__all__ = ["Change", "classify", "diff"]
