"""Differences between two versions, prepared for reading: what changed, where, and the words before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.describe import FIELD_NAMES, describe
from specs_app.document.diff import Change
from specs_app.document.wording import Span, word_diff
from specs_app.outputs.links import Links

#: Fields whose difference is read word by word.
WORDED = frozenset({"description", "guidance", "title"})
#: So many differences are read out; a whole standard that was rewritten has thousands.
MOST = 500
#: The colour of each class's tag; the word stands in it.
COLOURS = {"editorial": "grey", "compatible": "blue", "breaking": "red"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in words; ``spans`` where wording changed, else the two values as text."""

    sentence: str
    href: str
    change_class: str
    colour: str
    spans: tuple[Span, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first differences, with a count of all for each class that occurs."""

    differences: tuple[Difference, ...]
    counts: Mapping[str, int]
    total: int


def comparison(changes: Iterable[Change], links: Links) -> Comparison:
    """Changes as a page or a mail reads them, in the order given."""
    entries = tuple(changes)
    counts: dict[str, int] = {}
    for change in entries:
        counts[change.change_class] = counts.get(change.change_class, 0) + 1
    return Comparison(tuple(difference(change, links) for change in entries[:MOST]), counts, len(entries))


def difference(change: Change, links: Links) -> Difference:
    """One change, with its words side by side or interleaved."""
    worded = change.field in WORDED and isinstance(change.before, str) and isinstance(change.after, str)
    return Difference(
        sentence=describe(change),
        href=href_of(change.address, links),
        change_class=change.change_class,
        colour=COLOURS[change.change_class],
        spans=word_diff(change.before, change.after) if worded else (),
        before="" if worded else as_lines(change.before),
        after="" if worded else as_lines(change.after),
    )


def as_lines(value: object) -> str:
    """A value as a reader sees it; of a record one line a key."""
    if not isinstance(value, Mapping):
        return as_text(value)
    said = {key: text for key, item in value.items() if (text := as_text(item))}
    return "\n".join(
        f"{FIELD_NAMES.get(key, key.replace('_', ' ')).capitalize()}: {text}" for key, text in said.items()
    )


def as_text(value: object) -> str:
    """A value of a difference as a reader sees it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {as_text(item)}" for key, item in value.items() if item not in (None, "", [], {}))
    if isinstance(value, (list, tuple)):
        return ", ".join(as_text(item) for item in value)
    return str(value)


def href_of(address: str, links: Links) -> str:
    """The page of the part at an address; empty where it has none."""
    parts = paths.split(address)
    if parts[0] in {"objects", "items", "categories"} and len(parts) > 1:
        return links.page(parts[0], parts[1])
    return ""
