"""Differences between two versions, prepared for reading: what changed, where, and the words before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from specs_app.document import paths
from specs_app.document.describe import describe, states_rules
from specs_app.document.diff import Change
from specs_app.document.titles import KEYS, Titles
from specs_app.document.wording import Span, word_diff
from specs_app.publishing.links import Links
from specs_app.publishing.pages.code import LONGEST_EXPRESSION, NO_CODE, CodeDifference, code_difference, cut
from specs_app.publishing.pages.registries import NOUNS
from specs_app.publishing.pages.wording import ValueLine, record_lines, words_of

#: Fields whose difference is read word by word.
WORDED = frozenset({"description", "guidance", "title"})
#: Kinds of change whose sentence says all.
TOLD = frozenset({"renamed", "moved", "required", "unique", "key"})
#: So many differences are read out; a whole standard that was rewritten has thousands.
MOST = 500
#: The colour of each class's tag; the word stands in it.
COLOURS = {"local": "turquoise", "editorial": "grey", "compatible": "blue", "breaking": "red"}


@dataclass(frozen=True, slots=True)
class Values:
    """A key before and after: ``spans`` where wording changed, ``lines`` of a record, ``code`` of SQL, else both as text."""

    spans: tuple[Span, ...] = ()
    lines: tuple[ValueLine, ...] = ()
    before: str = ""
    after: str = ""
    code: CodeDifference = NO_CODE

    @property
    def has_both(self) -> bool:
        """Whether the record was there before and is there after."""
        return any(line.before for line in self.lines) and any(line.after for line in self.lines)


@dataclass(frozen=True, slots=True)
class Difference:
    """One change in words; its values where the words do not say them."""

    sentence: str
    href: str
    change_class: str
    colour: str
    values: Values


@dataclass(frozen=True, slots=True)
class Comparison:
    """The first differences, with a count of all for each class that occurs."""

    differences: tuple[Difference, ...]
    counts: Mapping[str, int]
    total: int


def comparison(changes: Iterable[Change], links: Links, titles: Titles = KEYS) -> Comparison:
    """Changes as a page or a mail reads them, in the order given."""
    entries = tuple(changes)
    counts: dict[str, int] = {}
    for change in entries:
        counts[change.change_class] = counts.get(change.change_class, 0) + 1
    return Comparison(tuple(difference(change, links, titles) for change in entries[:MOST]), counts, len(entries))


def difference(change: Change, links: Links, titles: Titles = KEYS) -> Difference:
    """One change: its sentence, and what stood there before and stands there after, unless the sentence says it."""
    kind = paths.split(change.address)[0]
    return Difference(
        sentence=describe(change, titles),
        href=href_of(change.address, links),
        change_class=change.change_class,
        colour=COLOURS[change.change_class],
        values=Values() if is_told(change) else values_of(change.field, change.before, change.after, kind, titles),
    )


def is_told(change: Change) -> bool:
    """Whether the sentence of a change leaves nothing to be shown."""
    return change.kind in TOLD or states_rules(change)


def values_of(field: str, before: Any, after: Any, kind: str, titles: Titles) -> Values:
    """The values of a key: word by word where it is wording, key by key where it is a record, else both as words."""
    if field in WORDED and isinstance(before, str) and isinstance(after, str):
        return Values(spans=word_diff(before, after))
    if kind == "extracts":
        return _of_body(field, before or "", after or "")
    lines = record_lines(before, after, kind, titles)
    if lines:
        return Values(lines=lines)
    return Values(before=words_of(field, before, titles), after=words_of(field, after, titles))


def _of_body(field: str, before: str, after: str) -> Values:
    """The text of a body line by line, the sources of its columns word by word; its named queries are seen in the text."""
    part = field.partition("/")[0]
    if part == "queries":
        return Values()
    if part != "columns":
        return Values(code=code_difference(before, after))
    if before and after and max(len(before), len(after)) <= LONGEST_EXPRESSION:
        return Values(spans=word_diff(before, after))
    return Values(before=cut(before, LONGEST_EXPRESSION), after=cut(after, LONGEST_EXPRESSION))


def href_of(address: str, links: Links) -> str:
    """The page of the part at an address; empty where it has none."""
    kind, *names = paths.split(address)
    if kind in {"objects", "items", "categories", "authorities"} and names:
        return links.page(kind, names[0])
    if kind == "extracts":
        return links.page(kind, *names)
    if kind == "settings" and len(names) == 2 and names[0] in paths.REGISTRIES:
        return links.page(*names)
    if kind == "settings" and len(names) == 2 and names[0] in NOUNS:
        return links.registry(*names)
    return ""
