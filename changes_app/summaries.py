"""A proposal in plain words: what its class means, what it reaches, what each edit does, what is still needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from changes_app.forms.questions import form_of
from changes_app.models import ChangeRequest
from changes_app.policies import Tally
from changes_app.workflow import Status
from specs_app.document.diff import Change
from specs_app.document.types import Document
from specs_app.outputs.links import Links
from specs_app.outputs.pages.changes import COLOURS, Comparison, comparison

CLASSES = {
    "editorial": "Words only. Nothing that a council's system does has to change.",
    "compatible": "It adds or widens. What councils send today stays valid.",
    "breaking": "It removes, renames, narrows, or changes keys or the meaning of a code. Councils will have to act.",
}
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
class Summary:
    """A proposal as its page shows it."""

    class_words: str
    class_colour: str
    status_colour: str
    edits: tuple[EditLine, ...]
    reach: tuple[Reach, ...]
    differences: Comparison
    errors: tuple[Mapping[str, Any], ...]
    warnings: tuple[Mapping[str, Any], ...]


def summary(change: ChangeRequest, links: Links) -> Summary:
    """Everything computed about a proposal, in words."""
    problems = change.problems
    return Summary(
        class_words=CLASSES[change.change_class] if change.differences else "",
        class_colour=COLOURS.get(change.change_class, "grey"),
        status_colour=STATUS_COLOURS[Status(change.status)],
        edits=tuple(edit_line(row.position, row.as_json()) for row in change.edits.all()),
        reach=tuple(_reach(change.impact)),
        differences=comparison((Change.from_dict(entry) for entry in change.differences), links),
        errors=tuple(problem for problem in problems if problem["severity"] == "error"),
        warnings=tuple(problem for problem in problems if problem["severity"] != "error"),
    )


def edit_line(position: int, edit: Mapping[str, Any]) -> EditLine:
    """What one edit asks for."""
    kind = form_of(edit["action"], edit["values"])
    target = edit["target"] or edit["values"].get("name") or "the standard"
    title = kind.title.format(target=target) if kind else f"{edit['action'].replace('_', ' ').capitalize()} {target}"
    keys = ", ".join(key.replace("_", " ") for key in edit["values"])
    return EditLine(position, title, keys)


def _reach(impact: Mapping[str, Any]) -> list[Reach]:
    rows = [Reach(name, ", ".join(impact.get(key) or ()) or none) for key, name, none in REACHED]
    tables = ", ".join(impact.get("tables") or ())
    return [*rows, Reach("SQL", f"The scripts change for {tables}" if tables else "No script changes")]


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


def still_needed(change: ChangeRequest, tally: Tally | None) -> list[str]:
    """What has to happen next, in words."""
    words = NEXT.get(Status(change.status))
    return words(change, tally) if words else []


def _review(_change: ChangeRequest, tally: Tally | None) -> list[str]:
    return [f"Still needed: {', '.join(tally.missing)}."] if tally and tally.missing else []


def _given_back(change: ChangeRequest, _tally: Tally | None) -> list[str]:
    return [f"{change.proposer.get_full_name() or 'The proposer'} is asked to change it and send it again."]


def _approved(change: ChangeRequest, _tally: Tally | None) -> list[str]:
    problem = f" The last attempt failed: {change.publication_problem}" if change.publication_problem else ""
    return [f"It is approved and waits to be published; the portal tries by itself.{problem}"]


Words = Callable[[ChangeRequest, Tally | None], list[str]]
NEXT: dict[Status, Words] = {
    Status.DRAFT: lambda *_: ["Only you can see it. Check it and send it when it is ready."],
    Status.SUBMITTED: lambda *_: ["The secretariat looks at it next and passes it to the steering group."],
    Status.IN_REVIEW: _review,
    Status.CHANGES_REQUESTED: _given_back,
    Status.ON_HOLD: lambda *_: ["The secretariat has set it aside for now."],
    Status.APPROVED: _approved,
}
