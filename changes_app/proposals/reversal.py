"""What would take a published change back on the standard as it is now: the edits, where they collide, and what none can undo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from changes_app.models import ChangeRequest
from changes_app.proposals import assessment, resolution, standard
from specs_app.document.describe import describe
from specs_app.document.edits import Edit, apply
from specs_app.document.inverse import inverse
from specs_app.document.problems import Problem
from specs_app.document.titles import titles_of
from specs_app.document.types import Document
from specs_app.models import Revision
from specs_app.versions.version import Version


@dataclass(frozen=True, slots=True)
class Reversal:
    """``edits`` are written against the revision that the change was published as. ``conflicts`` tell where the standard has moved
    since: ``base`` as it was published, ``theirs`` now, ``mine`` before the change. ``left`` says in sentences what stays."""

    edits: tuple[Edit, ...]
    conflicts: tuple[dict[str, Any], ...]
    left: tuple[str, ...]


def reversal(change: ChangeRequest, head: Version) -> Reversal:
    """The way back from a published change, as far as there is one."""
    revision = Revision.objects.get(specification=change.specification, sha=change.published_revision)
    before, after = (standard.document_at(change.specification, sha) for sha in (revision.parent, revision.sha))
    found = inverse(before, after)
    titles = titles_of(head.document.settings)
    told = [f"{describe(difference, titles)}: no edit brings this back" for difference in found.left]
    retired = standard.retired_references(change.specification) - standard.taken_out_by(change)
    edits, dropped = _fitting(found.edits, before, after, head.document, retired)
    return Reversal(edits, tuple(assessment.find_conflicts(after, head.document, edits)), (*told, *dropped))


def _fitting(
    edits: tuple[Edit, ...], before: Document, after: Document, head: Document, retired: frozenset[str]
) -> tuple[tuple[Edit, ...], list[str]]:
    """The edits without those that neither apply now nor meet a conflict that could be settled, and why each of them does not."""
    conflicts, dropped = assessment.find_conflicts(after, head, edits), list[str]()
    while problem := _obstacle(edits, after, apply(head, edits, retired=retired).problems, conflicts):
        place, edit = _place(problem), edits[_place(problem)]
        nearer = _nearer(edit, before) if problem.pointer.endswith("/values/after") else None
        if nearer is None:
            words = f"{edit.action} {edit.target}".replace("_", " ").strip()
            dropped.append(f"{words.capitalize()}: {problem.message}")
        edits = (*edits[:place], *([nearer] if nearer else []), *edits[place + 1 :])
    return tuple(_telling(edits, after, head, conflicts)), dropped


def _telling(
    edits: Sequence[Edit], after: Document, head: Document, conflicts: Sequence[dict[str, Any]]
) -> Iterator[Edit]:
    """The edits without those that the standard says already."""
    now = head
    for edit in edits:
        then = apply(now, [edit]).document
        if then != now or _meets(edit, after, conflicts):
            yield edit
        now = then


def _meets(edit: Edit, after: Document, conflicts: Sequence[dict[str, Any]]) -> bool:
    """Whether an edit is to be settled."""
    return any(claim.meets(conflict) for claim in resolution.claims(edit, after) for conflict in conflicts)


def _obstacle(
    edits: Sequence[Edit], after: Document, problems: Sequence[Problem], conflicts: Sequence[dict[str, Any]]
) -> Problem | None:
    """The first reason why an edit does not apply that is no conflict to be settled."""
    for problem in problems:
        if not _meets(edits[_place(problem)], after, conflicts):
            return problem
    return None


def _place(problem: Problem) -> int:
    """Which of the edits a problem is about."""
    return int(problem.pointer.split("/")[2])


def _nearer(edit: Edit, before: Document) -> Edit | None:
    """The edit behind the neighbour of the one that is gone; None where it was to be the first already."""
    order, place = _order(edit, before), edit.values.get("after")
    if place not in order:
        return None
    number = order.index(place)
    return replace(edit, values={**edit.values, "after": order[number - 1] if number else ""})


def _order(edit: Edit, before: Document) -> list[str]:
    """What stood beside the part that an edit places, in order: items by reference or name, codes by text."""
    if edit.action in {"add_value", "change_value"}:
        category = before.category_by_name.get(edit.target.partition("/")[0])
        return [value.value for value in category.values] if category else []
    home = before.object_by_name.get(edit.target)
    if edit.action == "move_item" and edit.target in before.item_by_ref:
        home = before.item_by_ref[edit.target][0]
    return [item.item_ref or item.name for item in home.items] if home else []
