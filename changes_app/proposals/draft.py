"""A draft as a place to work: what is open and done, its edits, and what can be done next with what it adds."""

from __future__ import annotations

from dataclasses import dataclass

from changes_app.models import ChangeRequest
from changes_app.proposals.summary import EditLine, Summary
from changes_app.workflow import FINAL
from specs_app.document import paths
from specs_app.publishing.links import Links, QueryValue
from specs_app.publishing.pages.components import Link

#: Kinds of parts that have pages.
PAGED = frozenset({"items", "objects", "categories"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that a proposal needs; ``state`` says in a word or two how it stands."""

    title: str
    state: str
    href: str
    colour: str = "grey"

    @property
    def waits(self) -> bool:
        """Whether it stands in the way of sending."""
        return self.colour in {"yellow", "red"}


@dataclass(frozen=True, slots=True)
class DraftEdit:
    """One edit, whether it can be made earlier or later, and what may be done next with what it adds."""

    line: EditLine
    earlier: bool
    later: bool
    further: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LinksWithin(Links):
    """Addresses where a proposal is read: what only it holds is shown as it would have it."""

    number: str = ""
    new: frozenset[tuple[str, ...]] = frozenset()

    def page(self, *parts: str, **query: QueryValue) -> str:
        """The page of a part, or the proposal's own one of it."""
        whole = ("changes", self.number, "parts", *parts) if parts in self.new else parts
        return Links(self.slug, self.at).page(*whole, **query)


def links_within(change: ChangeRequest, links: Links) -> Links:
    """The links for a page that shows what a proposal changes."""
    if change.status in FINAL:
        return links
    added = (paths.split(entry["address"]) for entry in change.differences if entry["kind"] == "added")
    new = frozenset(parts[:2] for parts in added if parts[0] in PAGED)
    return LinksWithin(links.slug, links.at, change.number, new)


def tasks(change: ChangeRequest, page: Summary) -> tuple[Requirement, ...]:
    """What a proposal needs before it can be sent, in order."""
    edits = len(page.edits)
    return (
        _given("Title", change.title),
        _given("What is wrong", change.reason),
        _given("Why it matters", change.benefit, "Optional"),
        Requirement("What you change", f"{edits} edit{'' if edits == 1 else 's'}", "#edits", "green")
        if change.differences
        else Requirement("What you change", "Nothing yet", "#edits", "yellow"),
        *_problems(page),
        *((Requirement("Conflicts", "To be settled", "../conflicts/", "red"),) if page.conflicts else ()),
    )


def _given(title: str, text: str, otherwise: str = "") -> Requirement:
    if text:
        return Requirement(title, "Done", "../why/", "green")
    return Requirement(title, otherwise or "To do", "../why/", "grey" if otherwise else "yellow")


def _problems(page: Summary) -> tuple[Requirement, ...]:
    if page.errors:
        return (Requirement("Problems", f"{len(page.errors)} to put right", "#problems", "red"),)
    return (Requirement("Problems", f"{len(page.warnings)} to look at", "#problems", "grey"),) if page.warnings else ()


def pieces(change: ChangeRequest, page: Summary, links: Links) -> tuple[DraftEdit, ...]:
    """The edits of a draft in order."""
    last = len(page.edits) - 1
    edits = [row.as_json() for row in change.edits.all()]
    return tuple(
        DraftEdit(line, number > 0, number < last, further(edit, change.number, links))
        for number, (line, edit) in enumerate(zip(page.edits, edits, strict=True))
    )


def further(edit: dict[str, object], number: str, links: Links) -> tuple[Link, ...]:
    """What may be done next with what an edit adds, each in the same draft."""
    values = edit["values"] if isinstance(edit["values"], dict) else {}
    target = str(values.get("item_ref") if edit["action"] == "add_item" else edit["target"])
    part, offers = NEXT.get(str(edit["action"]), ("", ()))
    if not part:
        return ()
    see = Link("See it", links.current("changes", number, "parts", part, target), note=f": {target}")
    steps = (
        Link(text, _form(links, number, form, "target" if about else "category", target), note=f": {target}")
        for text, form, about in offers
    )
    return (see, *steps)


def _form(links: Links, number: str, form: str, name: str, target: str) -> str:
    return links.current("changes", number, "edits", "new", **{"form": form, name: target})


#: For what is new: its kind, and what is offered, by which form, and whether that is about the new part itself or names it.
NEXT: dict[str, tuple[str, tuple[tuple[str, str, bool], ...]]] = {
    "add_item": ("items", (("Say how a system holds it", "map_item", True),)),
    "add_object": (
        "objects",
        (("Add an item to it", "add_item", True), ("Add a relationship", "add_relationship", True)),
    ),
    "add_category": (
        "categories",
        (("Add a code", "add_value", True), ("Add an item that uses it", "add_item", False)),
    ),
}
