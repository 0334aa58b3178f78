"""Drafts: a proposal as its author writes it, in a draft or when changes were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import texts
from changes_app.errors import Invalid
from changes_app.models import ChangeRequest
from changes_app.people import authorisation
from changes_app.proposals import assessment, numbering, standard, steps
from changes_app.proposals.actions import content
from changes_app.record import events, locks
from changes_app.workflow import EventKind, Permission
from specs_app.document.edits import Edit
from specs_app.document.problems import Problem
from specs_app.models import Specification
from specs_app.versions.resolve import current
from specs_app.versions.version import Version

RawEdits = Sequence[Mapping[str, Any]]


def create(
    *,
    specification: Specification,
    by: User,
    title: str = "",
    reason: str = "",
    benefit: str = "",
    edits: RawEdits = (),
) -> ChangeRequest:
    """Begin a proposal. It has its number at once; nobody else sees it before it is submitted."""
    parsed = assessment.parse(edits)
    words = texts.checked(title=title, reason=reason, benefit=benefit)
    with transaction.atomic():
        locked = locks.lock_specification(specification)
        who = authorisation.authorise_in(locked, Permission.PROPOSE, by)
        change = ChangeRequest(specification=locked, proposer=by, organisation=who.organisation, **words)
        head = current(locked)
        set_first_values(change, head)
        content.store(change, parsed, head=head, settle=True)
        events.record(EventKind.DRAFTED, change=change, by=by, organisation=who.organisation)
    return change


def set_first_values(change: ChangeRequest, head: Version) -> None:
    """The next number, the revision that it is written against, and its times."""
    change.sequence = numbering.next_sequence(change.specification, standard.mentioned_numbers(head))
    change.number = numbering.format_number(head.document.settings.prefix, change.sequence)
    change.base_revision = head.sha
    change.created_at = change.updated_at = timezone.now()


def update(
    *,
    change: ChangeRequest,
    by: User,
    title: str | None = None,
    reason: str | None = None,
    benefit: str | None = None,
    edits: RawEdits | None = None,
) -> ChangeRequest:
    """Replace what is given. New edits are taken as written against the current standard."""
    given = {"title": title, "reason": reason, "benefit": benefit}
    words = texts.checked(**{name: text for name, text in given.items() if text is not None})
    parsed = None if edits is None else assessment.parse(edits)
    return _edit(change, by, words, lambda _: parsed, settle=True)


def put_edits(*, change: ChangeRequest, by: User, edits: RawEdits, position: int | None = None) -> ChangeRequest:
    """Put edits behind all, or in the place of one (from 0). A new item keeps the reference that it was given."""
    new = assessment.parse(edits)

    def put(present: tuple[Edit, ...]) -> tuple[Edit, ...]:
        if position is None:
            return (*present, *new)
        before, old = _edits_before(present, position), present[position]
        return (*before, *(_same_reference(old, edit) for edit in new), *present[position + 1 :])

    return _edit(change, by, {}, put)


def _same_reference(old: Edit, new: Edit) -> Edit:
    """The new edit, by the reference that other edits of the draft may name already."""
    given = old.values.get("item_ref")
    if not given or (old.action, old.target) != (new.action, new.target) or new.values.get("item_ref"):
        return new
    return replace(new, values={**new.values, "item_ref": given})


def remove_edit(*, change: ChangeRequest, by: User, position: int) -> ChangeRequest:
    """Take one edit (from 0) out. Raises `Invalid` where a later one cannot do without it."""
    return _edit(change, by, {}, lambda edits: (*_edits_before(edits, position), *edits[position + 1 :]))


def move_edit(*, change: ChangeRequest, by: User, position: int, to: int) -> ChangeRequest:
    """Make one edit (from 0) earlier or later. Raises `Invalid` where an edit would come before what it needs."""

    def moved(edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
        others = (*_edits_before(edits, position), *edits[position + 1 :])
        place = max(0, min(to, len(others)))
        return (*others[:place], edits[position], *others[place:])

    return _edit(change, by, {}, moved)


def discard(*, change: ChangeRequest, by: User) -> None:
    """Throw a draft away that was never submitted. Its number is not used again."""
    with transaction.atomic():
        locked, who = steps.begin(change, "discard", by)
        steps.record_step("discard", change=locked, by=by, who=who, title=locked.title)
        locked.delete()


def _edit(
    change: ChangeRequest,
    by: User,
    words: Mapping[str, str],
    alter: Callable[[tuple[Edit, ...]], tuple[Edit, ...] | None],
    *,
    settle: bool = False,
) -> ChangeRequest:
    """Lock, check, alter, store. ``alter`` returns None to leave the edits as they are."""
    with transaction.atomic():
        locked, who = steps.begin(change, "edit", by)
        for name, text in words.items():
            setattr(locked, name, text)
        locked.updated_at = timezone.now()
        before = locked.content_hash
        present = standard.edits_of(locked)
        edits = alter(present)
        if edits is None:
            locked.content_hash = standard.hash_now(locked, present)
            locked.save()
        else:
            content.store(locked, edits, head=current(locked.specification), settle=settle)
        after = locked.content_hash
        steps.record_step("edit", change=locked, by=by, who=who, texts=sorted(words), before=before, after=after)
    return locked


def _edits_before(edits: tuple[Edit, ...], position: int) -> tuple[Edit, ...]:
    """The edits before a position; raises `Invalid` where there is none at it."""
    if not 0 <= position < len(edits):
        message = f"There is no edit {position + 1}; the proposal has {len(edits)}."
        raise Invalid(message, problems=[Problem("no-such-edit", "error", message, pointer=f"/edits/{position}")])
    return edits[:position]
