"""Settling a proposal's conflicts with the standard as it is now, each field by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app.errors import Conflicting, Invalid, WrongStatus
from changes_app.models import ChangeRequest
from changes_app.proposals import assessment, resolution, standard, steps
from changes_app.proposals.actions import content
from changes_app.proposals.resolution import KEEPS, Place, Settlement, place_of
from specs_app.document.edits import Edit
from specs_app.document.problems import Problem
from specs_app.models import Revision
from specs_app.versions.resolve import current
from specs_app.versions.version import Version

Conflicts = Sequence[dict[str, Any]]
RawChoices = Sequence[Mapping[str, Any]]


def settle(*, change: ChangeRequest, by: User, choices: RawChoices, revision: str = "") -> ChangeRequest:
    """Settle every conflict: what the proposal says (``mine``), what is published (``theirs``), or other words (``other``).

    ``choices`` are ``{address, field, keep, value}``, one a conflict. Votes given before no longer count. ``revision`` is the
    published one that the conflicts were read at: where others have come since, `Conflicting` says which, and nothing is settled.
    """
    with transaction.atomic():
        locked, who = steps.begin(change, "settle", by)
        edits, head = standard.edits_of(locked), current(locked.specification)
        found = standard.conflicts_with(head, locked, edits)
        _require_seen(locked, edits, found, revision)
        chosen = _chosen(locked, edits, found, choices)
        before = locked.content_hash
        locked.updated_at = timezone.now()
        content.store(locked, _settled(head, locked, edits, found, chosen), head=head, settle=True)
        data = [{"address": one.address, "field": one.field, "keep": one.keep} for one in chosen.values()]
        after = locked.content_hash
        steps.record_step("settle", change=locked, by=by, who=who, choices=data, before=before, after=after)
    return locked


def _require_seen(change: ChangeRequest, edits: Sequence[Edit], found: Conflicts, revision: str) -> None:
    """Raises where there is nothing to settle, or something else than what was read at ``revision``."""
    if not found:
        message = f"{change.number} does not collide with the standard."
        raise WrongStatus(message, found="no conflict", remedy="Send it as it is.")
    if revision in ("", change.specification.published_revision):
        return
    if not Revision.objects.filter(specification=change.specification, sha=revision).exists():
        raise _invalid([_problem("no-such-revision", "This is no published revision.", "/revision")])
    begun, read = (standard.document_at(change.specification, sha) for sha in (change.base_revision, revision))
    if assessment.find_conflicts(begun, read, edits) != found:
        message = "The standard has changed again since you read the conflicts."
        raise Conflicting(message, conflicts=found, remedy="Read what it says now, and choose again.")


def _chosen(
    change: ChangeRequest, edits: Sequence[Edit], found: Conflicts, choices: RawChoices
) -> dict[Place, Settlement]:
    """One settlement for each conflict; raises `Invalid` with every fault."""
    begun = standard.document_at(change.specification, change.base_revision)
    known = {place_of(conflict): resolution.can_be_rewritten(edits, begun, conflict) for conflict in found}
    given = {(str(one.get("address", "")), str(one.get("field", ""))): one for one in choices}
    problems = [
        *(problem for number, one in enumerate(choices) for problem in _faults(number, one, known)),
        *(
            _problem("missing-choice", f"Nothing is chosen for {place[0]} {place[1]}".rstrip() + ".", "/choices")
            for place in known
            if place not in given
        ),
    ]
    if problems:
        raise _invalid(problems)
    return {place: Settlement(*place, given[place]["keep"], given[place].get("value") or "") for place in known}


def _faults(number: int, choice: Mapping[str, Any], known: Mapping[Place, bool]) -> Iterator[Problem]:
    at, place = f"/choices/{number}", (str(choice.get("address", "")), str(choice.get("field", "")))
    keep, value = choice.get("keep"), choice.get("value")
    if place not in known:
        yield _problem("no-such-conflict", "There is no such conflict.", at)
    elif keep not in KEEPS:
        yield _problem("missing-choice", f"Choose one of {', '.join(KEEPS)}.", f"{at}/keep")
    elif keep == "other" and not known[place]:
        yield _problem("not-a-text", "No other words can be given here.", f"{at}/keep")
    elif keep == "other" and not (isinstance(value, str) and value.strip()):
        yield _problem("missing-value", "Write the words that are to stand.", f"{at}/value")


def _settled(
    head: Version,
    change: ChangeRequest,
    edits: Sequence[Edit],
    found: Conflicts,
    chosen: Mapping[Place, Settlement],
) -> tuple[Edit, ...]:
    """The edits with every choice in them; raises `Invalid` where two choices about one edit exclude each other."""
    begun = standard.document_at(change.specification, change.base_revision)
    altered = tuple(edits)
    for conflict in found:
        altered = resolution.settled(altered, begun, conflict, chosen[place_of(conflict)])
    left = {place_of(conflict) for conflict in standard.conflicts_with(head, change, altered)}
    if any(one.keep == ("theirs" if place in left else "mine") for place, one in chosen.items()):
        message = "This cannot be settled so: another choice is about the same edit, or the edit is one whole."
        raise _invalid([_problem("bound-together", message, "/choices", "Choose the same for both.")])
    return altered


def _problem(rule: str, message: str, pointer: str, remedy: str = "") -> Problem:
    return Problem(rule, "error", message, remedy, pointer=pointer)


def _invalid(problems: Sequence[Problem]) -> Invalid:
    return Invalid("The conflicts cannot be settled so.", problems=problems, remedy="Mend what is listed.")
