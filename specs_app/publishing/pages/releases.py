"""Releases as their list and their pages tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from specs_app.document.reading.paragraphs import paragraphs
from specs_app.document.release_numbers import is_later
from specs_app.document.types import Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import COLOURS
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.downloads import Scripts, scripts, whole_files
from specs_app.versions.releases import KnownRelease

#: Letters of the notes that a list shows.
FIRST_WORDS = 160
#: So many releases that can be compared are named.
MOST_NAMED = 5
#: What an entry of a list begins with in notes.
DASH = "- "


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release in a list. ``words`` are the first of its notes; ``when`` is the day from which one ``made_here`` holds."""

    version: str
    href: str
    when: date | None
    words: str
    change_class: str
    colour: str
    has_text: bool
    made_here: bool


@dataclass(frozen=True, slots=True)
class NotesBlock:
    """A piece of notes: a paragraph, or the entries of a list."""

    text: str = ""
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release: what is said of it and, where it has a text, the ways to that. ``before`` compares it with the one before."""

    row: ReleaseRow
    notes: tuple[NotesBlock, ...]
    impact: tuple[NotesBlock, ...]
    systems: str
    tag: str
    revision: Link | None
    as_it_was: str
    before: Link | None
    files: tuple[Link, ...]
    scripts: tuple[Scripts, ...]
    all_files: str
    changed_since: str


@dataclass(frozen=True, slots=True)
class VersionField:
    """A field of the form that compares two versions; ``error`` is empty where nothing is wrong with what is in it."""

    name: str
    label: str
    value: str
    error: str


def version_fields(typed: Mapping[str, str], errors: Mapping[str, str]) -> tuple[VersionField, ...]:
    """The fields ``from`` and ``to``."""
    return tuple(VersionField(name, name.capitalize(), typed[name], errors.get(name, "")) for name in ("from", "to"))


def comparable(known: Iterable[KnownRelease], revisions: int) -> str:
    """Which versions can be compared, in a sentence."""
    readable = [release.version for release in known if release.has_text]
    listed = f"one of the {revisions} revisions listed below, by its first seven characters or more"
    if not readable:
        return f"Give {listed}. The text of no release is known here."
    more = " and others listed above" if len(readable) > MOST_NAMED else ""
    return f"Give a release whose text is known ({', '.join(readable[:MOST_NAMED])}{more}) or {listed}."


def release_row(release: KnownRelease, links: Links) -> ReleaseRow:
    """A release in a list."""
    return ReleaseRow(
        release.version,
        links.release(release.version),
        release.date,
        first_words(release.words),
        release.change_class,
        COLOURS.get(release.change_class, ""),
        release.has_text,
        release.made_here,
    )


def first_words(text: str) -> str:
    """The beginning of notes on one line, cut between words: a heading, then what is listed below it."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    line = " ".join(lines[:1]) + "".join(map(_joined, lines, lines[1:]))
    return line if len(line) <= FIRST_WORDS else f"{line[:FIRST_WORDS].rpartition(' ')[0] or line[:FIRST_WORDS]} …"


def _joined(before: str, line: str) -> str:
    """A line of notes behind the one before, told as part of a sentence where it is an entry of a list."""
    if not line.startswith(DASH):
        return f"{'.' if before.startswith(DASH) else ''} {line}"
    return f"{'; ' if before.startswith(DASH) else ': '}{line.removeprefix(DASH)}"


def notes_blocks(text: str) -> tuple[NotesBlock, ...]:
    """Notes as they were written: lines behind a dash are entries of a list, all others paragraphs."""
    lines = (line.strip() for line in text.split("\n"))
    found: list[NotesBlock] = []
    for is_entry, group in groupby(filter(None, lines), key=lambda line: line.startswith(DASH)):
        if is_entry:
            found.append(NotesBlock(entries=tuple(line.removeprefix(DASH).strip() for line in group)))
        else:
            found += (NotesBlock(part) for line in group for part in paragraphs(line))
    return tuple(found)


def before(release: KnownRelease, known: Iterable[KnownRelease]) -> KnownRelease | None:
    """The release with a text that has the next lower number; ``known`` begins with the highest."""
    return next((one for one in known if one.has_text and is_later(release.version, one.version)), None)


def release_page(
    release: KnownRelease, known: Sequence[KnownRelease], document: Document | None, slug: str
) -> ReleasePage:
    """The page of a release; ``document`` is what its text says, None where that is not known."""
    current, links = Links(slug), Links(slug, release.version)
    older = before(release, known) if document else None
    return ReleasePage(
        row=release_row(release, current),
        notes=notes_blocks(release.words),
        impact=notes_blocks(release.impact),
        systems=", ".join(_system(key, document) for key in release.systems),
        tag=release.tag,
        revision=Link(release.sha, _revision(release, current)) if document else None,
        as_it_was=links.home() if document else "",
        before=Link(older.version, current.compare(at_name(older), at_name(release))) if older else None,
        files=whole_files(links) if document else (),
        scripts=scripts(document, links) if document else (),
        all_files=links.page("downloads") if document else "",
        changed_since=current.download(f"changed-since-{release.version}.pdf") if document else "",
    )


def _system(key: str, document: Document | None) -> str:
    """What a system is called; one that the settings do not know, and words of a version history, as they stand."""
    systems = document.settings.cms if document else ()
    return next((cms.title for cms in systems if cms.key == key), key)


def _revision(release: KnownRelease, links: Links) -> str:
    """Where its revision is told of; empty where its commit lies before all that were published here."""
    return links.revision(release.sha) if release.number else ""


def at_name(release: KnownRelease) -> str:
    """What an address that compares names it by: its number, or its SHA where that holds what the address puts between two."""
    return release.sha if "/" in release.version or "..." in release.version else release.version
