"""Typed edits: what a proposal asks for, applied to a document as a pure function with every problem collected.

Each action is one entry of ``ACTIONS``. Nothing typed raises: a wrong edit becomes problems that point into the input.
"""

from specs_app.document.edits.applying import Applied, apply, with_references
from specs_app.document.edits.edit import Edit
from specs_app.document.edits.references import suggest_reference
from specs_app.document.edits.registry import ACTIONS, Action

__all__ = ["ACTIONS", "Action", "Applied", "Edit", "apply", "suggest_reference", "with_references"]
