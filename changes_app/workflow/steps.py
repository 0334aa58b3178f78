"""What may be done with a change request: a step a row, which says all about it.

Actions check and record by it, pages and REST offer it, the diagram in `docs/developer/workflow.md` is drawn from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from changes_app.workflow.events import EventKind
from changes_app.workflow.matrix import Permission
from changes_app.workflow.status import EDITABLE, Status
from specs_app.document.types import LOCAL_RULE


class Elsewhere(Enum):
    """Where a step leads that has no status of its own to lead to."""

    STAYS = "where it is"
    BACK = "where it was held"
    GONE = "nowhere: it is deleted"


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is said where the status does not allow a step, with ``{number}`` and ``{status}`` of the request and the ``{wanted}``
    statuses, and what to do then."""

    words: str = "{number} is {status}; this needs it to be {wanted}."
    remedy: str = "Reload the change request to see what is next."

    @property
    def compares(self) -> bool:
        """Whether what was expected and found is worth telling apart: it is not where the words say all of it by themselves."""
        return "{status}" in self.words


@dataclass(frozen=True, slots=True)
class Step:
    """One row.

    ``sources`` are the statuses it may start from, with ``in_notice`` approved too while the notice runs, and ``target`` where it
    leads. ``permission`` is what a person needs who takes it, or with ``by_portal`` who has the portal take it; None where nobody
    may. ``event`` goes on record, and the event's e-mails follow. ``condition`` says in words what else must hold;
    ``needs_comment`` is that whoever takes it says why; ``resumes`` that a review which has begun does not begin anew.

    ``local`` is what a person needs instead for a change of settings of one authority alone, and with ``for_local`` (its label and
    its outcome) that is how it is offered.

    ``about`` says what it does, as REST describes it. ``label`` is its button or link, without which pages and REST do not offer
    it; nor do they from ``unoffered``, where it is allowed and something else leads to the same. ``outcome`` is what its page
    says of what follows; only a step with one has a page that asks for a comment and no more. ``done`` is what is said afterwards,
    with ``{number}`` and ``{status}`` of the request.
    """

    name: str
    sources: frozenset[Status]
    target: Status | Elsewhere
    permission: Permission | None
    event: EventKind
    condition: str = ""
    needs_comment: bool = False
    in_notice: bool = False
    by_portal: bool = False
    resumes: bool = False
    about: str = ""
    label: str = ""
    outcome: str = ""
    unoffered: frozenset[Status] = frozenset()
    done: str = "{number} is now: {status}."
    misfit: Misfit = Misfit()
    local: Permission | None = None
    for_local: tuple[str, str] = ("", "")

    def of(self, change_class: str) -> Step:
        """The row as it is for a change of that class."""
        if change_class != LOCAL_RULE.change_class:
            return self
        label, outcome = (own or usual for own, usual in zip(self.for_local, (self.label, self.outcome), strict=True))
        return replace(self, permission=self.local or self.permission, label=label, outcome=outcome)

    @property
    def address(self) -> str:
        """The last part of the address of its page and in REST."""
        return self.name.replace("_", "-")

    @property
    def moves(self) -> bool:
        """Whether it leads to a status."""
        return self.target not in {Elsewhere.STAYS, Elsewhere.GONE}

    @property
    def wanted(self) -> str:
        """What the request needs to be, in words."""
        return ", ".join(status.label.lower() for status in Status if status in self.sources)

    def fits(self, status: str, *, notice_runs: bool) -> bool:
        """Whether a request of this status allows it, whoever asks; ``notice_runs`` is of an approved one."""
        return status in self.sources or (self.in_notice and notice_runs and status == Status.APPROVED)


S, P, E = Status, Permission, EventKind
STAYS = Elsewhere.STAYS
EVERY = frozenset(Status)
JUDGED = Misfit(
    "{number} is {status}: what is being judged cannot be edited.",
    "Ask the secretariat to request changes, or withdraw it and begin anew.",
)

ROWS = (
    Step("edit", EDITABLE, STAYS, P.EDIT, E.EDITED, label="Edit", misfit=JUDGED),
    Step("settle", EDITABLE, STAYS, P.EDIT, E.REBASED, "the standard has moved in the same fields", misfit=JUDGED),
    Step("let_in", EDITABLE, STAYS, P.SHARE, E.COLLEAGUE_LET_IN, "a colleague of the same organisation", misfit=JUDGED),
    Step("end_colleague", EVERY, STAYS, P.SHARE, E.COLLEAGUE_ENDED, "a colleague who was let in"),
    Step(
        "submit",
        EDITABLE,
        S.SUBMITTED,
        P.SUBMIT,
        E.SUBMITTED,
        "no new errors",
        about="Hand a proposal in: complete, applicable to the standard as it is now, and without new errors.",
        label="Submit",
    ),
    Step(
        "triage",
        frozenset({S.SUBMITTED}),
        S.IN_REVIEW,
        P.TRIAGE,
        E.TRIAGED,
        about="Pass a submitted proposal to the steering group.",
        label="Pass to the steering group",
        outcome="Its members are told, and can vote.",
        for_local=("Take up for approval", "The secretariat is told. Whoever of it did not propose it can approve it."),
    ),
    Step(
        "review",
        frozenset({S.IN_REVIEW}),
        STAYS,
        P.REVIEW,
        E.VOTED,
        "an organisation, and the content as it was read",
        in_notice=True,
        label="Vote",
        misfit=Misfit("{number} is {status}; votes count only in review, and while a notice runs.", remedy=""),
        local=P.APPROVE_LOCAL,
    ),
    Step(
        "comment",
        EVERY - {S.DRAFT},
        STAYS,
        P.COMMENT,
        E.COMMENTED,
        label="Comment",
        done="Your comment is added.",
        misfit=Misfit("{number} is a draft: nobody else can read it yet.", "Submit it first."),
    ),
    Step(
        "request_changes",
        frozenset({S.SUBMITTED, S.IN_REVIEW}),
        S.CHANGES_REQUESTED,
        P.REQUEST_CHANGES,
        E.CHANGES_REQUESTED,
        needs_comment=True,
        about="Give a proposal back to its author, saying what to change.",
        label="Request changes",
        outcome="It goes back to the proposer, who can send it again.",
    ),
    Step(
        "hold",
        frozenset({S.SUBMITTED, S.IN_REVIEW}),
        S.ON_HOLD,
        P.HOLD,
        E.HELD,
        about="Set a proposal aside for a while.",
        label="Put on hold",
        outcome="Nobody can vote until it is taken up again.",
    ),
    Step(
        "resume",
        frozenset({S.ON_HOLD}),
        Elsewhere.BACK,
        P.RESUME,
        E.RESUMED,
        resumes=True,
        about="Take a held proposal up where it was.",
        label="Take up again",
        outcome="It goes on where it was set aside.",
    ),
    Step(
        "reject",
        frozenset({S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD}),
        S.REJECTED,
        P.REJECT,
        E.REJECTED,
        needs_comment=True,
        about="Turn a proposal down for good, with the reason.",
        label="Reject",
        outcome="It is over for good, and stays on record with your reason.",
    ),
    Step(
        "withdraw",
        frozenset({S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD}),
        S.WITHDRAWN,
        P.WITHDRAW,
        E.WITHDRAWN,
        in_notice=True,
        about="Take one's own proposal back.",
        label="Withdraw",
        outcome="It is over for good and is not published, but stays on record.",
        unoffered=frozenset({S.DRAFT}),
    ),
    Step(
        "discard",
        frozenset({S.DRAFT}),
        Elsewhere.GONE,
        P.DISCARD,
        E.DISCARDED,
        label="Discard the draft",
        done="Draft {number} is thrown away.",
        misfit=Misfit("{number} was submitted: it stays on record.", "Withdraw it instead."),
    ),
    Step(
        "revert",
        frozenset({S.PUBLISHED}),
        STAYS,
        P.PROPOSE,
        E.REVERT_BEGUN,
        "something of it can be taken back",
        about="Begin a draft that takes a published change back, on the standard as it is now.",
        label="Revert this change",
        done="This draft takes {number} back. Say why, check what it changes, and send it.",
        misfit=Misfit(
            "{number} is {status}; only what is published can be reverted.", "Withdraw it, or say so in a comment."
        ),
    ),
    Step("approve", frozenset({S.IN_REVIEW}), S.APPROVED, None, E.APPROVED, "the steering rules hold", by_portal=True),
    Step(
        "reopen",
        frozenset({S.APPROVED}),
        S.IN_REVIEW,
        None,
        E.REOPENED,
        "the steering rules do not hold any more",
        by_portal=True,
        resumes=True,
    ),
    Step(
        "publish",
        frozenset({S.APPROVED}),
        S.PUBLISHED,
        P.PUBLISH,
        E.PUBLISHED,
        "the notice has run, the steering rules still hold, the commit is made",
        by_portal=True,
    ),
    Step(
        "return",
        frozenset({S.APPROVED}),
        S.CHANGES_REQUESTED,
        None,
        E.CONFLICT_FOUND,
        "the standard has moved",
        by_portal=True,
    ),
)

#: Every step by its name, in the order in which they are offered.
STEPS: dict[str, Step] = {row.name: row for row in ROWS}
#: Those that a person takes along the way of a request, with at most a comment.
TAKEN = tuple(row for row in ROWS if row.moves and not row.by_portal)


def targets(step: Step) -> frozenset[Status]:
    """The statuses that it may lead to: for `resume` those that `hold` starts from; none for what does not move."""
    if step.target is Elsewhere.BACK:
        return frozenset().union(*(row.sources for row in ROWS if row.target is Status.ON_HOLD))
    return frozenset({step.target}) if isinstance(step.target, Status) else frozenset()
