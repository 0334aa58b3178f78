"""What a proposal still needs, and how its votes stand, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.formats import date_format

from changes_app.models import ChangeRequest
from changes_app.record.names import display_name
from changes_app.workflow import Status
from changes_app.workflow.voting import Tally
from specs_app.document.types import LOCAL_RULE


def still_needed(change: ChangeRequest, tally: Tally | None) -> list[str]:
    """What has to happen next, in words."""
    words = NEXT.get(Status(change.status))
    return words(change, tally) if words else []


def counted(change: ChangeRequest, tally: Tally | None) -> str:
    """The votes that `still_needed` does not tell of, in a sentence; empty where there are none."""
    if tally is None:
        return ""
    decided = change.status in {Status.APPROVED, Status.PUBLISHED, Status.REJECTED}
    told = (
        (tally.approvals if decided else 0, "approval", f" ({tally.needed} needed)"),
        (tally.objections if decided or change.status == Status.ON_HOLD else 0, "objection", ""),
        (tally.abstentions, "abstention", ""),
        (tally.recusals, "recusal", ""),
        (tally.void, "earlier vote", " given on other words or rules"),
        (tally.lapsed, "vote", " of people who may not vote now"),
    )
    words = [f"{number} {noun}{'' if number == 1 else 's'}{more}" for number, noun, more in told if number]
    heading = "Decision of the secretariat" if change.said_of_local else "Votes"
    return f"{heading if decided else 'Besides'}: {', '.join(words)}." if words else ""


def _submitted(change: ChangeRequest, tally: Tally | None) -> list[str]:
    unmet = [f"It cannot pass as things are: it needs {tally.shortfall}."] if tally and tally.shortfall else []
    local = change.change_class == LOCAL_RULE.change_class
    ways = "takes it up: it decides on the settings of one authority" if local else "passes it to the steering group"
    return [f"The secretariat looks at it next and {ways}.", *unmet]


def _review(change: ChangeRequest, tally: Tally | None) -> list[str]:
    local = ["The secretariat decides: whoever of it did not propose this. The steering group does not vote on it."]
    missing = [f"Still needed: {', '.join(tally.missing)}."] if tally and tally.missing else []
    return [*(local if change.said_of_local else ()), *missing]


def _given_back(change: ChangeRequest, _tally: Tally | None) -> list[str]:
    return [f"{display_name(change.proposer)} is asked to change it and send it again."]


def _approved(change: ChangeRequest, _tally: Tally | None) -> list[str]:
    if change.publish_after and change.notice_runs:
        until = date_format(timezone.localtime(change.publish_after), "DATETIME_FORMAT")
        return [
            f"It is approved. Its notice runs until {until}; then it is published, unless it is withdrawn or voted down."
        ]
    problem = f" The last attempt failed: {change.publication_problem}" if change.publication_problem else ""
    return [f"It is approved and waits to be published; the portal tries by itself.{problem}"]


Words = Callable[[ChangeRequest, Tally | None], list[str]]
NEXT: dict[Status, Words] = {
    Status.DRAFT: lambda *_: [
        "Only its proposer, and colleagues who were let in, can see it. It is sent when it is ready."
    ],
    Status.SUBMITTED: _submitted,
    Status.IN_REVIEW: _review,
    Status.CHANGES_REQUESTED: _given_back,
    Status.ON_HOLD: lambda *_: ["The secretariat has set it aside for now."],
    Status.APPROVED: _approved,
}
