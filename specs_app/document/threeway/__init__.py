"""Two documents that went different ways from one, put together: what either side changed stands, and where both changed the same
thing in different ways it is said, never guessed."""

from specs_app.document.threeway.merged import Merged, merge
from specs_app.document.threeway.picking import OURS, THEIRS, Choices, Keep, Meeting
from specs_app.document.threeway.proof import unproved

__all__ = ["OURS", "THEIRS", "Choices", "Keep", "Meeting", "Merged", "merge", "unproved"]
