"""The notes of a release as they are first proposed: what changed in meaning, in plain words, object by object. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from specs_app.document import paths
from specs_app.document.describe import describe
from specs_app.document.diff import Change
from specs_app.document.extent import Extents
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Document
from specs_app.publishing.differences import ChangeGroup, grouped

#: What the readers of a release call what belongs to no object, where that is another word.
HEADINGS = {"settings": "The standard itself"}
#: A release says which version it is by itself.
UNSAID = frozenset({("settings", "version")})


def release_notes(before: Document, after: Document, changes: Iterable[Change]) -> str:
    """A heading a group of differences (`differences.grouped`), a line ``- …`` a change. Lines are told with the reader in mind who
    does not know the portal."""
    titles = titles_of(before.settings, after.settings)
    news = [change for change in changes if (paths.split(change.address)[0], change.field) not in UNSAID]
    return "\n\n".join(
        "\n".join((HEADINGS.get(group.address, group.title), *_lines(group, before, after, titles)))
        for group in grouped(news, Extents(before, after))
    )


def _lines(group: ChangeGroup, before: Document, after: Document, titles: Titles) -> Iterable[str]:
    """What changed; what reads alike is said once."""
    return dict.fromkeys(f"- {_named(change, before, after, describe(change, titles))}" for change in group.changes)


def _named(change: Change, before: Document, after: Document, sentence: str) -> str:
    """The sentence with the name of its item, by which most people know it better than by its reference."""
    kind, *names = paths.split(change.address)
    found = (after.item_by_ref.get(names[0]) or before.item_by_ref.get(names[0])) if kind == "items" else None
    return sentence.replace(f"Item {names[0]}", f"Item {names[0]} ({found[1].name})", 1) if found else sentence


def shortened(notes: str, most: int) -> str:
    """Notes of at most so many letters: their first lines, and how many there are besides."""
    if len(notes) <= most:
        return notes
    lines = notes.split("\n")
    told = notes[: most - 100].split("\n")[:-1]
    left = sum(bool(line) for line in lines[len(told) :])
    return (
        "\n".join(told).rstrip() + f"\n\nAnd {left} lines more: compare this release with the one before to read all."
    )
