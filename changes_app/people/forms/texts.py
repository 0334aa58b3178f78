"""What forms of texts share: the problems that an action found, beside their fields."""

from __future__ import annotations

from changes_app.people.forms.own_words import OwnWords
from specs_app.document.problems import Problem


class TextForm(OwnWords):
    """A form whose fields carry the names of an action's arguments."""

    def add_problems(self, problems: tuple[Problem, ...]) -> None:
        """Put each problem at its field, or at the head of the form."""
        for problem in problems:
            name = problem.pointer.removeprefix("/")
            self.add_error(name if name in self.fields else None, f"{problem.message} {problem.remedy}".strip())
