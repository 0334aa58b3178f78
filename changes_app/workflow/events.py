"""What is written to the record: an event a line, with its words and the e-mails that follow from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Self

from django.db.models import TextChoices

from changes_app.workflow.voting import Verdict

Data = Mapping[str, Any]
#: What somebody did, behind their name; in a text may stand what the event holds, such as ``{person}``.
Words = str | Callable[[Data], str]


class Told(Enum):
    """To whom an e-mail goes."""

    PROPOSER = "its proposer"
    WAITING = "each voter whose organisation has no vote that counts yet, while it is in review"
    VOIDED = "each voter whose vote does not count any more, while it is in review"
    CONCERNED = "its proposer and everybody who voted"
    COLLEAGUE = "the colleague"
    OFFICE = "the secretariat"
    MEMBERS = "everybody who belongs to the standard"
    MEMBER = "the member, unless they did it themselves"


@dataclass(frozen=True, slots=True)
class Mail:
    """An e-mail. In ``subject`` may stand ``{number}`` and ``{status}`` of the change request, whose title follows; of a membership
    ``{person}`` and ``{standard}``. ``folder`` is where among the templates its text is."""

    key: str
    subject: str
    told: Told
    folder: str = "changes"

    @property
    def template(self) -> str:
        """Where its text is."""
        return f"{self.folder}/email/{self.key}.txt"


RECEIPT = Mail("received", "{number} received", Told.PROPOSER)
VOTE_NEEDED = Mail("vote_needed", "{number} needs your vote", Told.WAITING)
CONFIRM_VOTE = Mail("confirm_vote", "{number} has changed since you voted", Told.VOIDED)
CHANGES_ASKED = Mail("changes_asked", "{number} needs a change", Told.PROPOSER)
DECISION = Mail("decided", "{number} is {status}", Told.PROPOSER)
PUBLICATION = Mail("published", "{number} is published", Told.CONCERNED)
LET_IN = Mail("let_in", "{number} is open to you", Told.COLLEAGUE)
LET_IN_ENDED = Mail("let_in_ended", "{number} is closed to you", Told.COLLEAGUE)
RELEASE = Mail("released", "{standard} {version} is released", Told.MEMBERS, "releasing")
ASKED = Mail("asked", "{person} asks to join {standard}", Told.OFFICE, "people")
ADMITTED = Mail("admitted", "You may now take part in {standard}", Told.MEMBER, "people")
DECLINED = Mail("declined", "Your request to join {standard}", Told.MEMBER, "people")
CHANGED = Mail("changed", "Your part in {standard} has changed", Told.MEMBER, "people")
ENDED = Mail("ended", "You no longer belong to {standard}", Told.MEMBER, "people")

#: What was done with a conflict.
SETTLED = {"mine": "kept", "theirs": "took", "other": "rewrote"}
#: What was chosen where the source and what is published meet.
SIDES = {"ours": "the published", "theirs": "the source's"}
VERDICTS: dict[str, str] = {
    Verdict.APPROVE: "approved",
    Verdict.OBJECT: "objected",
    Verdict.ABSTAIN: "abstained",
    Verdict.RECUSE: "recused themselves",
}


#: What is said in the place of a text that an event does not hold.
FALLBACKS = {
    "person": "somebody",
    "role": "member",
    "organisation": "no organisation",
    "reason": "the standard has moved",
    "problem": "unknown",
    "revision": "?",
    "token": "?",
    "job": "unknown",
    "after": "otherwise",
    "choice": "an",
    "reverts": "a change",
    "commit": "?",
    "version": "?",
}


def _submitted(data: Data) -> str:
    names = data.get("void_votes") or []
    return "submitted the proposal" + (f"; the votes of {', '.join(names)} no longer count" if names else "")


def _settled(data: Data) -> str:
    """``settled 3 conflicts: kept 2, took 1``; of an older event, all were kept."""
    keeps = [choice.get("keep") for choice in data.get("choices") or []]
    if not keeps:
        return "settled the conflict and kept the proposal's wording"
    counts = ", ".join(f"{verb} {keeps.count(keep)}" for keep, verb in SETTLED.items() if keep in keeps)
    return f"settled {len(keeps)} conflict{'s' if len(keeps) > 1 else ''}: {counts}"


def _source_settled(data: Data) -> str:
    """``said what stands where the source does not agree: the published wording 2, the source's 1``."""
    keeps = [choice.get("keep") for choice in data.get("choices") or []]
    counts = ", ".join(f"{words} {keeps.count(keep)}" for keep, words in SIDES.items() if keep in keeps)
    return f"said what stands where the source does not agree with what is published: {counts}"


def _triaged(data: Data) -> str:
    return "took it up: the secretariat decides on it" if data.get("local") else "passed it to the steering group"


def _approved(data: Data) -> str:
    if data.get("local"):
        return "approved it: the secretariat agrees"
    days = data.get("notice_days") or 0
    notice = f"; it is published after {days} day{'' if days == 1 else 's'} of notice" if days else ""
    return f"approved it: the steering rules hold with {data.get('approvals', '?')} approvals{notice}"


def _reopened(data: Data) -> str:
    return f"put it back to the vote; still needed: {', '.join(data.get('missing') or ['votes'])}"


def _voted(data: Data) -> str:
    return VERDICTS.get(data.get("verdict") or "", "voted")


class EventKind(TextChoices):
    """A kind of event: its value, what is said of who did it, the e-mails that follow, and its label."""

    words: Words
    mails: tuple[Mail, ...]

    DRAFTED = "drafted", "began a draft", "Draft begun"
    REVERT_BEGUN = "revert_begun", "began a draft that reverts {reverts}", "Draft of a revert begun"
    EDITED = "edited", "edited the proposal", "Edited"
    DISCARDED = "discarded", "threw the draft away", "Draft discarded"
    COLLEAGUE_LET_IN = "colleague_let_in", "let {person} in to write it with them", LET_IN, "Colleague let in"
    COLLEAGUE_ENDED = "colleague_ended", "let {person} write it no more", LET_IN_ENDED, "Colleague let in no more"
    SUBMITTED = "submitted", _submitted, RECEIPT, "Submitted"
    TRIAGED = "triaged", _triaged, VOTE_NEEDED, CONFIRM_VOTE, "Sent to the steering group"
    HELD = "held", "put it on hold", "Put on hold"
    RESUMED = "resumed", "took it up again", VOTE_NEEDED, CONFIRM_VOTE, "Taken up again"
    CHANGES_REQUESTED = "changes_requested", "asked for changes", CHANGES_ASKED, "Changes requested"
    CONFLICT_FOUND = "conflict_found", "gave it back: {reason}", CHANGES_ASKED, "Conflict found"
    REBASED = "rebased", _settled, "Conflict settled"
    VOTED = "voted", _voted, "Vote cast"
    COMMENTED = "commented", "commented", "Commented"
    APPROVED = "approved", _approved, DECISION, "Approved"
    REOPENED = "reopened", _reopened, VOTE_NEEDED, CONFIRM_VOTE, "Back to the vote"
    REJECTED = "rejected", "rejected it", DECISION, "Rejected"
    WITHDRAWN = "withdrawn", "withdrew it", "Withdrawn"
    PUBLISHED = "published", "published it as revision {revision:.10}", PUBLICATION, "Published"
    PUBLICATION_FAILED = "publication_failed", "could not publish it yet: {problem}", "Publication failed"
    RECONCILED = "reconciled", "found it published in Git as {revision:.10}", "Reconciled with Git"
    SOURCE_SETTLED = "source_settled", _source_settled, "Source settled"
    LINE_ACCEPTED = (
        "line_accepted",
        "had the new line of the source followed from {commit:.10}",
        "Rewritten source accepted",
    )
    RELEASED = "released", "made release {version}", RELEASE, "Release made"
    MEMBERSHIP_REQUESTED = "membership_requested", "asked to become a member", ASKED, "Membership requested"
    MEMBERSHIP_APPROVED = "membership_approved", "let {person} in as {role}", ADMITTED, "Membership approved"
    MEMBERSHIP_DECLINED = "membership_declined", "turned down {person}", DECLINED, "Membership declined"
    MEMBERSHIP_CHANGED = "membership_changed", "made {person} {role} for {organisation}", CHANGED, "Membership changed"
    MEMBERSHIP_ENDED = "membership_ended", "ended the membership of {person}", ENDED, "Membership ended"
    TOKEN_CREATED = "token_created", "made the token {token}…", "Token created"
    TOKEN_REVOKED = "token_revoked", "revoked the token {token}…", "Token revoked"
    RENAMED = "renamed", "is called {after} from now on", "Name changed"
    ADDRESS_CHOSEN = "address_chosen", "chose {choice} address for the history in Git", "Address in Git chosen"
    ACCOUNT_CHANGED = "account_changed", "changed the account of {person}", "Account changed by an administrator"
    RESET_LINK_SENT = "reset_link_sent", "had a reset link sent to {person}", "Reset link sent by an administrator"
    JOB_RETRIED = "job_retried", "had a job tried again: {job}", "Job tried again by an administrator"
    CREDENTIAL_CONFIRMED = "credential_confirmed", "confirmed password and address", "Password or address confirmed"

    def __new__(cls, value: str, words: Words = "", *mails: Mail) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.words, member.mails = value, words, mails
        return member

    def told(self, data: Data) -> str:
        """What somebody did, in words that follow their name."""
        if not isinstance(self.words, str):
            return self.words(data)
        held = {key: value for key, value in data.items() if value and isinstance(value, str)}
        return self.words.format_map({**FALLBACKS, **held})
