"""Words for what happened, and for what a person may do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from changes_app import permissions
from changes_app.models import ChangeRequest, Event
from changes_app.models.review import Verdict
from changes_app.people import public_name
from changes_app.permissions import Standing
from changes_app.workflow import TRANSITIONS, EventKind, Permission, Status, allows

Data = Mapping[str, Any]

WORDS: dict[str, Callable[[Data], str]] = {
    EventKind.DRAFTED: lambda _: "began a draft",
    EventKind.EDITED: lambda _: "edited the proposal",
    EventKind.DISCARDED: lambda _: "threw the draft away",
    EventKind.COLLEAGUE_LET_IN: lambda data: f"let {_text(data, 'person', 'somebody')} in to write it with them",
    EventKind.COLLEAGUE_ENDED: lambda data: f"let {_text(data, 'person', 'somebody')} write it no more",
    EventKind.SUBMITTED: lambda data: "submitted the proposal" + _void(data),
    EventKind.TRIAGED: lambda _: "passed it to the steering group",
    EventKind.HELD: lambda _: "put it on hold",
    EventKind.RESUMED: lambda _: "took it up again",
    EventKind.CHANGES_REQUESTED: lambda _: "asked for changes",
    EventKind.CONFLICT_FOUND: lambda data: "gave it back: " + _text(data, "reason", "the standard has moved"),
    EventKind.REBASED: lambda data: _settled(data),
    EventKind.VOTED: lambda data: _verdict(data),
    EventKind.COMMENTED: lambda _: "commented",
    EventKind.APPROVED: lambda data: (
        f"approved it: the steering rules hold with {data.get('approvals', '?')} approvals" + _notice(data)
    ),
    EventKind.REOPENED: lambda data: (
        f"put it back to the vote; still needed: {', '.join(data.get('missing') or ['votes'])}"
    ),
    EventKind.REJECTED: lambda _: "rejected it",
    EventKind.WITHDRAWN: lambda _: "withdrew it",
    EventKind.PUBLISHED: lambda data: f"published it as revision {_text(data, 'revision', '?')[:10]}",
    EventKind.PUBLICATION_FAILED: lambda data: "could not publish it yet: " + _text(data, "problem", "unknown"),
    EventKind.RECONCILED: lambda data: f"found it published in Git as {_text(data, 'revision', '?')[:10]}",
    EventKind.MEMBERSHIP_REQUESTED: lambda _: "asked to become a member",
    EventKind.MEMBERSHIP_APPROVED: lambda data: f"let {_text(data, 'person', 'somebody')} in as {_role(data)}",
    EventKind.MEMBERSHIP_DECLINED: lambda data: f"turned down {_text(data, 'person', 'somebody')}",
    EventKind.MEMBERSHIP_CHANGED: lambda data: (
        f"made {_text(data, 'person', 'somebody')} {_role(data)} for {_text(data, 'organisation', 'no organisation')}"
    ),
    EventKind.MEMBERSHIP_ENDED: lambda data: f"ended the membership of {_text(data, 'person', 'somebody')}",
    EventKind.TOKEN_CREATED: lambda data: f"made the token {_text(data, 'token', '?')}…",
    EventKind.TOKEN_REVOKED: lambda data: f"revoked the token {_text(data, 'token', '?')}…",
    EventKind.RENAMED: lambda data: f"is called {_text(data, 'after', 'otherwise')} from now on",
    EventKind.ADDRESS_CHOSEN: lambda data: f"chose {_text(data, 'choice', 'an')} address for the history in Git",
    EventKind.ACCOUNT_CHANGED: lambda data: f"changed the account of {_text(data, 'person', 'somebody')}",
    EventKind.RESET_LINK_SENT: lambda data: f"had a reset link sent to {_text(data, 'person', 'somebody')}",
    EventKind.CREDENTIAL_CONFIRMED: lambda _: "confirmed password and address",
}


#: What was done with a conflict.
SETTLED = {"mine": "kept", "theirs": "took", "other": "rewrote"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline: who did what, and what they said."""

    event: Event
    words: str
    comment: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be done with a request: ``refusal`` says why not, empty where it may."""

    name: str
    label: str
    refusal: str

    @property
    def allowed(self) -> bool:
        return not self.refusal

    @property
    def later(self) -> bool:
        """Whether the person may do it once they have confirmed their password; else nothing makes it theirs."""
        return self.refusal == permissions.HELD

    @property
    def address(self) -> str:
        """The last part of the address of the step's page."""
        return self.name.replace("_", "-")


LABELS = {
    "edit": "Edit",
    "submit": "Submit",
    "triage": "Pass to the steering group",
    "review": "Vote",
    "comment": "Comment",
    "request_changes": "Request changes",
    "hold": "Put on hold",
    "resume": "Take up again",
    "reject": "Reject",
    "withdraw": "Withdraw",
    "discard": "Discard the draft",
}


def describe(event: Event) -> str:
    """``Ada Moss (Northshire) asked for changes``."""
    organisation = f" ({event.organisation})" if event.organisation else ""
    name = public_name(event.actor_name, event.actor_id)
    return f"{name}{organisation} {WORDS[event.kind](event.data)}"


def entry(event: Event) -> Entry:
    """A line of the timeline."""
    return Entry(event, describe(event), _text(event.data, "comment", ""))


def choices(change: ChangeRequest, who: Standing) -> list[Choice]:
    """What fits the status of a request, each with the reason where this person may not."""
    return [
        Choice(name, label, permissions.refusal_on(who, Permission(name), change))
        for name, label in LABELS.items()
        if fits(change, name)
    ]


def invitation(offered: Iterable[Choice]) -> str:
    """What a visitor may sign in for, in words; empty where nothing is open to anybody but its own people."""
    names = {choice.name for choice in offered}
    if "review" in names:
        return "comment or vote"
    return "comment" if "comment" in names else ""


def fits(change: ChangeRequest, name: str) -> bool:
    """Whether the status, whoever asks, lets this be done."""
    if name in TRANSITIONS:
        fitting = allows(name, change.status, notice_runs=change.notice_runs)
        return fitting and not (name == "withdraw" and change.status == Status.DRAFT)
    return {
        "edit": change.is_editable,
        "review": change.takes_votes,
        "comment": change.status != Status.DRAFT,
        "discard": change.status == Status.DRAFT,
    }[name]


def _text(data: Data, key: str, fallback: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) and value else fallback


def _settled(data: Data) -> str:
    """``settled 3 conflicts: kept 2, took 1``; of an older event, all were kept."""
    keeps = [choice.get("keep") for choice in data.get("choices") or []]
    if not keeps:
        return "settled the conflict and kept the proposal's wording"
    counts = ", ".join(f"{verb} {keeps.count(keep)}" for keep, verb in SETTLED.items() if keep in keeps)
    return f"settled {len(keeps)} conflict{'s' if len(keeps) > 1 else ''}: {counts}"


def _void(data: Data) -> str:
    names = data.get("void_votes") or []
    return f"; the votes of {', '.join(names)} no longer count" if names else ""


def _verdict(data: Data) -> str:
    words: dict[str, str] = {
        Verdict.APPROVE: "approved",
        Verdict.OBJECT: "objected",
        Verdict.ABSTAIN: "abstained",
        Verdict.RECUSE: "recused themselves",
    }
    return words.get(_text(data, "verdict", ""), "voted")


def _notice(data: Data) -> str:
    days = data.get("notice_days") or 0
    return f"; it is published after {days} day{'' if days == 1 else 's'} of notice" if days else ""


def _role(data: Data) -> str:
    return _text(data, "role", "member")
