"""The releases of a specification, and what a version is called by them.

A release has a text where a tag of the repository is on a published commit, made here or elsewhere. One that the version history
alone tells of is listed and cited; which text it had is not known, and nothing is called by its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date

from specs_app.document.commit_messages import spoken, trailer
from specs_app.document.release_numbers import is_later, order
from specs_app.document.storable import clean
from specs_app.models import Release, Revision, Specification
from specs_app.repository.references import RELEASES, TAGS
from specs_app.repository.rows import Rows
from specs_app.repository.tags import parse_tag
from specs_app.versions.version import Version
from specs_app.yaml_files.version_history import told_releases

#: The trailers of a release's tag.
EFFECTIVE, CLASS = "Effective", "Release-Class"
SHORT = 7


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """One release: its number, the day from which it holds, its notes, and what its version history says it was for.

    ``sha`` and ``number`` are of its revision; a release without text has neither. ``made_here`` is one that the portal made.
    """

    version: str
    date: date | None
    words: str = ""
    impact: str = ""
    systems: tuple[str, ...] = ()
    tag: str = ""
    sha: str = ""
    number: int = 0
    made_here: bool = False

    @property
    def has_text(self) -> bool:
        """Whether it can be read."""
        return bool(self.sha)


def releases_of(specification: Specification, version: Version) -> tuple[KnownRelease, ...]:
    """Every release known, the highest number first: those with a text, and those that a version's history alone tells of."""
    pinned = {release.version: release for release in _pinned(specification)}
    told = {one.version: one for one in told_releases(version.files)}
    found = [
        KnownRelease(one.version, parsed_date(one.date), one.words, one.impact, one.systems)
        for one in told.values()
        if one.version not in pinned
    ]
    return tuple(sorted((*found, *pinned.values()), key=lambda release: order(release.version), reverse=True))


def _pinned(specification: Specification) -> Iterator[KnownRelease]:
    rows = Rows(specification)
    references = rows.refs(TAGS, RELEASES)
    tags = {name: stored for name, stored in rows.read(references.values()).items() if stored.kind == "tag"}
    for row, number in _with_numbers(specification):
        here = references.get(f"{RELEASES}/{row.version}", "") == row.sha
        stored = tags.get(references.get(f"{TAGS}/{row.tag}", ""))
        body = clean(parse_tag(stored.data).body) if stored else ""
        day = parsed_date(trailer(body, EFFECTIVE)) if here else None
        yield KnownRelease(
            row.version,
            day or timezone.localdate(row.released_at),
            spoken(body) if here else body,
            tag=row.tag,
            sha=row.sha,
            number=number,
            made_here=here,
        )


def _with_numbers(specification: Specification) -> list[tuple[Release, int]]:
    """Releases with the numbers of their revisions, the lowest first; 0 where the commit lies before all revisions."""
    numbers = dict(Revision.objects.filter(specification=specification).values_list("sha", "number"))
    rows = Release.objects.filter(specification=specification)
    found = [(row, numbers.get(row.sha, 0)) for row in rows]
    return sorted(found, key=lambda pair: (pair[1], order(pair[0].version)))


def parsed_date(text: str) -> date | None:
    """The day that a text begins with, as ``2025-07-14``; None where it names none."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", text)
    try:
        return parse_date(found[0]) if found else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a version is called: the release that it is, or the last one before it.

    ``since`` counts the revisions after that release; None where it is not known which text the release had.
    """

    sha: str
    release: str = ""
    since: int | None = None

    @property
    def exact(self) -> str:
        """The number of the release that the version is; empty where it is none."""
        return self.release if self.since == 0 else ""

    def __str__(self) -> str:
        """``1.5.0``, ``1.4.5 and 3 changes since (revision ab12cd3)``, ``after 1.4.5 (revision ab12cd3)``, ``revision ab12cd3``."""
        revision = f"revision {self.sha[:SHORT]}"
        if not self.release:
            return revision
        if self.since is None:
            return f"after {self.release} ({revision})"
        if not self.since:
            return self.release
        return f"{self.release} and {self.since} change{'' if self.since == 1 else 's'} since ({revision})"


def standing_of(specification: Specification, version: Version) -> Standing:
    """What a published version is called, by the releases on it and on those before it, in three queries.

    The number that its settings state counts only where no release up to it has that number or a later one.
    """
    pinned = list(Release.objects.filter(specification=specification).values_list("version", "sha"))
    if exact := [name for name, sha in pinned if sha == version.sha]:
        return Standing(version.sha, max(exact, key=order), 0)
    revisions = Revision.objects.filter(specification=specification)
    named = {version.sha, *(sha for _, sha in pinned)}
    numbers = dict(revisions.filter(sha__in=named).values_list("sha", "number"))
    here = numbers.get(version.sha, 0)
    before = [(numbers[sha], name) for name, sha in pinned if sha in numbers and numbers[sha] < here]
    place, release = max(before, key=lambda pair: (pair[0], order(pair[1])), default=(0, ""))
    if not release or is_later(version.release, release):
        return Standing(version.sha, version.release)
    return Standing(version.sha, release, revisions.filter(number__gt=place, number__lte=here).count())
