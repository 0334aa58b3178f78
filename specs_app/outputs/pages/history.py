"""The history of a part, prepared for reading: a step for each revision, a line for each key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from specs_app.document.describe import FIELD_NAMES, part_name
from specs_app.document.wording import Span, word_diff
from specs_app.histories import HistoryEntry
from specs_app.models import Revision
from specs_app.outputs.links import Links
from specs_app.outputs.pages.changes import WORDED, as_lines, href_of
from specs_app.outputs.pages.parts import Link, paragraphs
from specs_app.outputs.pages.versions import short

#: What a key is called where that is not its own name.
KEY_NAMES = {
    **FIELD_NAMES,
    "foreign_key": "what it points at",
    "returns_map": "places in returns",
    "extra": "other keys",
}
GROUP_NAMES = {"cms": "how {} holds it", "codes": "code {}"}


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key: what happened to it in words; ``spans`` where wording changed, else both values as text."""

    part: Link | None
    words: str
    spans: tuple[Span, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """What one revision did: who, when, which change, why."""

    title: str
    change: Link | None
    revision: Link
    who: str
    when: datetime
    why: tuple[str, ...]
    lines: tuple[KeyLine, ...]


def history_steps(entries: Iterable[HistoryEntry], root: str, links: Links) -> list[HistoryStep]:
    """The entries of a page of history, those of one revision together; ``root`` is the part that the page is about."""
    groups = groupby(entries, key=lambda entry: entry.revision)
    return [_step(revision, tuple(group), root, links) for revision, group in groups]


def _step(revision: Revision, entries: tuple[HistoryEntry, ...], root: str, links: Links) -> HistoryStep:
    number = revision.change_number
    return HistoryStep(
        title=revision.title,
        change=Link(number, links.change(number)) if number else None,
        revision=Link(short(revision.sha), links.revision(revision.sha)),
        who=revision.author_name,
        when=revision.committed_at,
        why=paragraphs(revision.why),
        lines=tuple(_line(entry, root, links) for entry in entries),
    )


def _line(entry: HistoryEntry, root: str, links: Links) -> KeyLine:
    change = entry.change
    worded = change.key in WORDED and isinstance(change.before, str) and isinstance(change.after, str)
    within = change.address != root
    return KeyLine(
        part=Link(part_name(change.address), href_of(change.address, links)) if within else None,
        words=_sentence(f"{key_name(change.key)} {_verb(entry)}".strip()),
        spans=word_diff(change.before, change.after) if worded else (),
        before="" if worded else _as_words(change.key, change.before),
        after="" if worded else _as_words(change.key, change.after),
    )


def key_name(key: str) -> str:
    """A key in words; empty for the whole part."""
    group, _, name = key.partition("/")
    return GROUP_NAMES[group].format(name) if name else KEY_NAMES.get(key, key.replace("_", " "))


def _as_words(key: str, value: Any) -> str:
    """A value as lines; of a whole part each of its keys as it is called by itself."""
    if key == "" and isinstance(value, Mapping):
        return as_lines({key_name(name): said for name, said in value.items()})
    return as_lines(value)


def _sentence(words: str) -> str:
    """The words with a capital at their head alone: a code keeps its letters."""
    return words[:1].upper() + words[1:]


def _verb(entry: HistoryEntry) -> str:
    if entry.change.before is None:
        return "added"
    return "removed" if entry.change.after is None else "changed"
