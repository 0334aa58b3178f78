"""What can go wrong with specifications, as people are told: what was expected, what was found, what to do."""

from __future__ import annotations

from specs_app.document.problems import Problem


class SpecificationError(Exception):
    """Base of the family. ``problems`` name the details, if there are any."""

    def __init__(self, message: str, remedy: str = "", problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message, self.remedy, self.problems = message, remedy, problems


class NothingImported(SpecificationError):
    """An import took nothing in and changed nothing."""


class NotGoverned(SpecificationError):
    """A commit came to be published that no change, import or source brought."""
