"""What a person may do next with a proposal, or why not, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from changes_app.models import ChangeRequest
from changes_app.people import permissions
from changes_app.people.permissions import Participant
from changes_app.workflow import STEPS, Step


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that may be done with a request: ``refusal`` says why not, empty where it may."""

    step: Step
    refusal: str

    @property
    def name(self) -> str:
        return self.step.name

    @property
    def allowed(self) -> bool:
        return not self.refusal

    @property
    def later(self) -> bool:
        """Whether the person may do it once they have confirmed their password; else nothing makes it theirs."""
        return self.refusal == permissions.HELD


def choices(change: ChangeRequest, who: Participant) -> list[NextStep]:
    """What fits the status of a request, each with the reason where this person may not."""
    return [
        NextStep(step.of(change.change_class), permissions.refusal_on(who, name, change))
        for name, step in STEPS.items()
        if step.label and change.status not in step.unoffered and change.fits(name)
    ]


def open_to(steps: Iterable[NextStep]) -> str:
    """Which of some steps a person may take, in words: ``Put on hold or reject``; empty where none."""
    *labels, last = [choice.step.label for choice in steps if choice.allowed] or [""]
    return " or ".join(filter(None, (", ".join(labels), last))).capitalize()


def invitation(offered: Iterable[NextStep]) -> str:
    """What a visitor may sign in for, in words; empty where nothing is open to anybody but its own people."""
    names = {choice.name for choice in offered}
    if "review" in names:
        return "comment or vote"
    return "comment" if "comment" in names else ""
