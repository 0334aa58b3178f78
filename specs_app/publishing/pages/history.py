"""The history of a part, prepared for reading: a step for each revision, a line for each key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from specs_app.document import paths
from specs_app.document.describe import part_name
from specs_app.document.reading.paragraphs import paragraphs
from specs_app.document.titles import KEYS, Titles
from specs_app.models import Revision
from specs_app.projection.part_history import HistoryEntry
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import Values, href_of, values_of
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.versions import short
from specs_app.publishing.pages.wording import key_words, sentence


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key: what happened to it in words, and its values."""

    part: Link | None
    words: str
    values: Values


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


def history_steps(entries: Iterable[HistoryEntry], root: str, links: Links, titles: Titles = KEYS) -> list[HistoryStep]:
    """The entries of a page of history, those of one revision together; ``root`` is the part that the page is about."""
    groups = groupby(entries, key=lambda entry: entry.revision)
    return [_step(revision, tuple(group), root, links, titles) for revision, group in groups]


def _step(
    revision: Revision, entries: tuple[HistoryEntry, ...], root: str, links: Links, titles: Titles
) -> HistoryStep:
    number = revision.change_number
    return HistoryStep(
        title=revision.title,
        change=Link(number, links.change(number)) if number else None,
        revision=Link(short(revision.sha), links.revision(revision.sha)),
        who=revision.author_name,
        when=revision.committed_at,
        why=paragraphs(revision.why),
        lines=tuple(_line(entry, root, links, titles) for entry in entries),
    )


def _line(entry: HistoryEntry, root: str, links: Links, titles: Titles) -> KeyLine:
    change, kind = entry.change, paths.split(entry.change.address)[0]
    within = change.address != root
    return KeyLine(
        part=Link(part_name(change.address, titles), href_of(change.address, links)) if within else None,
        words=sentence(f"{key_words(change.key, kind, titles)} {_verb(entry)}".strip()),
        values=values_of(change.key, change.before, change.after, kind, titles),
    )


def _verb(entry: HistoryEntry) -> str:
    if entry.change.before is None:
        return "added"
    return "removed" if entry.change.after is None else "changed"
