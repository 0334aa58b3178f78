"""What can go wrong in the life of a change: one family, which pages and the REST interface turn into answers.

Each says what was expected, what was found and what to do; nothing was changed when one is raised, unless its docstring says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from specs_app.document.problems import Problem


class ChangeError(Exception):
    """A refusal. ``code`` is stable for scripts, ``status`` the HTTP status that fits, ``problems`` point into the input."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "This cannot be done"

    def __init__(
        self, message: str, *, expected: str = "", found: str = "", remedy: str = "", problems: Sequence[Problem] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.found = found
        self.remedy = remedy
        self.problems = tuple(problems)

    def as_dict(self) -> dict[str, Any]:
        """All that is known, ready for JSON."""
        texts = {"code": self.code, "message": self.message, "expected": self.expected, "found": self.found}
        return {**texts, "remedy": self.remedy, "problems": [problem.as_dict() for problem in self.problems]}


class Refused(ChangeError):
    """The specification itself refuses (`SpecificationError`)."""

    status = 409


class Invalid(ChangeError):
    """The input, or what it would make of the specification, is wrong; ``problems`` lists every fault."""

    code = "invalid"
    title = "There is a problem with what was sent"


class NotAllowed(ChangeError):
    """This person may not do this, here, now."""

    code = "not-allowed"
    status = 403
    title = "You may not do this"


class NameNeeded(ChangeError):
    """Something of this person's would become public, and they have not said by which name."""

    code = "name-needed"
    status = 403
    title = "Give your name first"


class NotFound(ChangeError):
    """There is no such change request, or none that this person may see."""

    code = "not-found"
    status = 404
    title = "Not found"


class WrongStatus(ChangeError):
    """The change request is not in a status that allows this."""

    code = "wrong-status"
    status = 409
    title = "The change request has moved on"


class StaleContent(ChangeError):
    """A vote names content that is not what the proposal says now."""

    code = "stale-content"
    status = 409
    title = "The proposal has changed since you read it"


class AlreadyVoted(ChangeError):
    """Somebody else of the same organisation has cast its vote."""

    code = "already-voted"
    status = 409
    title = "Your organisation has voted"


class Conflicting(ChangeError):
    """Somebody changed the same field since the proposal was begun; ``conflicts`` says it field by field."""

    code = "conflict"
    status = 409
    title = "The standard has changed underneath this proposal"

    def __init__(self, message: str, *, conflicts: Sequence[dict[str, Any]], **details: Any) -> None:
        super().__init__(message, **details)
        self.conflicts = tuple(conflicts)

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "conflicts": list(self.conflicts)}


class Superseded(Conflicting):
    """What was read before deciding, a revision or a commit, is another by now; no proposal is concerned, and nothing was done."""

    code = "superseded"
    title = "Something has changed since you read it"


class ReleaseRefused(ChangeError):
    """The standard as it stands cannot be made a release; ``problems`` lists all that is in its way."""

    code = "release-refused"
    status = 409
    title = "The release cannot be made yet"


class PublicationFailed(ChangeError):
    """The decision stands and is stored, its commit could not be made; `reconcile` tries again."""

    code = "publication-failed"
    status = 503
    title = "Approved, but not yet published"


class WouldBeLost(ChangeError):
    """What was asked for would drop a change that was published; nothing was done."""

    code = "would-be-lost"
    status = 409
    title = "A published change would be lost"
