"""A proposal in plain words: what its class means, what it reaches, what each edit does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from changes_app.models import ChangeRequest
from changes_app.proposals import collisions, queries
from changes_app.proposals.collisions import Collision
from changes_app.proposals.forms.words import told
from changes_app.workflow import FINAL, Status
from specs_app.document import paths
from specs_app.document.describe import part_name
from specs_app.document.diff import Change
from specs_app.document.titles import KEYS, Titles, titles_of
from specs_app.document.types import Document, Settings
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import COLOURS, Comparison, comparison
from specs_app.publishing.pages.code import cut
from specs_app.publishing.pages.wording import key_words, words_of

CLASSES = {
    "local": "Settings of one authority alone. Its own script changes, and no other council's.",
    "editorial": "Words only. Nothing that a council's system does has to change.",
    "compatible": "It adds or widens. What councils send today stays valid.",
    "breaking": "It removes, renames, narrows, or changes keys or the meaning of a code. Councils will have to act.",
}
#: Of a text that is longer only the beginning is shown beside the others.
LONGEST_SIDE = 20_000
STATUS_COLOURS = {
    Status.DRAFT: "grey",
    Status.SUBMITTED: "blue",
    Status.IN_REVIEW: "purple",
    Status.CHANGES_REQUESTED: "orange",
    Status.ON_HOLD: "yellow",
    Status.APPROVED: "teal",
    Status.PUBLISHED: "green",
    Status.REJECTED: "red",
    Status.WITHDRAWN: "grey",
}


@dataclass(frozen=True, slots=True)
class EditLine:
    """One edit of a proposal in words; ``position`` counts from 0."""

    position: int
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reach:
    """What a proposal touches of one kind, as words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A conflict in words: where it is, what stood there, what stands there now, what the proposal says."""

    heading: str
    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A proposal as its page shows it."""

    class_words: str
    class_colour: str
    status_colour: str
    edits: tuple[EditLine, ...]
    conflicts: tuple[ConflictLine, ...]
    reach: tuple[Reach, ...]
    differences: Comparison
    errors: tuple[Mapping[str, Any], ...]
    warnings: tuple[Mapping[str, Any], ...]


def summary(change: ChangeRequest, links: Links, settings: Settings) -> Summary:
    """Everything computed about a proposal, in words."""
    problems, titles = change.problems, titles_of(settings)
    return Summary(
        class_words=CLASSES[change.change_class] if change.differences else "",
        class_colour=COLOURS.get(change.change_class, "grey"),
        status_colour=STATUS_COLOURS[Status(change.status)],
        edits=tuple(edit_line(row.position, row.as_json(), settings) for row in change.edits.all()),
        conflicts=tuple(conflict_line(conflict, titles) for conflict in change.conflicts),
        reach=_reach(change, {cms.key: cms.title for cms in settings.cms}),
        differences=comparison((Change.from_dict(entry) for entry in change.differences), links, titles),
        errors=tuple(problem for problem in problems if problem["severity"] == "error"),
        warnings=tuple(problem for problem in problems if problem["severity"] != "error"),
    )


def colliding(change: ChangeRequest) -> tuple[Collision, ...]:
    """The open proposals that alter what this one alters too; none for one that is done."""
    if change.status in FINAL or not change.differences:
        return ()
    return collisions.between(map(Change.from_dict, change.differences), queries.others_on(change))


def conflict_line(conflict: Mapping[str, Any], titles: Titles = KEYS) -> ConflictLine:
    """One conflict as a reader sees it."""
    address, field = conflict["address"], conflict["field"]
    said = key_words(field, paths.split(address)[0], titles)
    heading = f"{part_name(address, titles)}, {said}" if said else part_name(address, titles)
    sides = (words_of(field, conflict[side], titles) for side in ("base", "theirs", "mine"))
    return ConflictLine(heading, *(cut(side, LONGEST_SIDE) for side in sides))


def edit_line(position: int, edit: Mapping[str, Any], settings: Settings) -> EditLine:
    """What one edit asks for, by the titles of the settings."""
    return EditLine(position, *told(edit, settings))


def _reach(change: ChangeRequest, titles: Mapping[str, str]) -> tuple[Reach, ...]:
    """What is touched; a system by its title. The settings of one authority touch nothing that others share."""
    if change.said_of_local:
        return (Reach("SQL", "No script but this authority's own"),)
    impact = change.impact
    told = {
        key: [titles.get(one, one) if key == "cms" else one for one in impact.get(key) or ()] for key, *_ in REACHED
    }
    rows = [Reach(name, ", ".join(told[key]) or none) for key, name, none in REACHED]
    tables = ", ".join(impact.get("tables") or ())
    return (*rows, Reach("SQL", f"The scripts change for {tables}" if tables else "No script changes"))


REACHED = (
    ("items", "Items", "None"),
    ("returns", "Returns", "None"),
    ("cms", "Case management systems", "None"),
    ("categories", "Code lists", "None"),
    ("dependents", "Foreign keys that point at it", "None"),
)


def described(document: Document, target: str) -> list[tuple[str, str]]:
    """The words of the part that is to be changed, as they stand."""
    if target in document.item_by_ref:
        entry, item = document.item_by_ref[target]
        return [("Item", f"{entry.name}.{item.name}"), ("Definition", item.description), ("Guidance", item.guidance)]
    entry_found = document.object_by_name.get(target)
    if entry_found:
        return [("Object", entry_found.name), ("Title", entry_found.title), ("Description", entry_found.description)]
    return []
