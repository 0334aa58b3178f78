"""The releases of a specification, and what a version is called by them.

A release has a text where a tag of the repository is on a published commit, made here or elsewhere. One that the version history
alone tells of is listed and cited; which text it had is not known, and nothing is called by its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from django.db.models import OuterRef, Value
from django.utils import timezone
from django.utils.dateparse import parse_date

from specs_app.document.commit_messages import spoken, trailer
from specs_app.document.release_numbers import is_later, order
from specs_app.document.storable import clean
from specs_app.models import Release, Specification
from specs_app.repository.references import RELEASES, TAGS
from specs_app.repository.rows import Rows
from specs_app.repository.tags import parse_tag
from specs_app.versions.editions import Edition
from specs_app.versions.history import revision_number
from specs_app.versions.version import Version

#: The trailers of a release's tag.
EFFECTIVE, CLASS = "Effective", "Release-Class"
SHORT = 7


@dataclass(frozen=True, slots=True)
class KnownRelease:
    """One release: its number, the day from which it holds, its notes, and what its version history says it was for.

    ``sha`` and ``number`` are of its revision; a release without text has neither. ``made_here`` is one that the portal made;
    of those it is known what class their changes were. ``made_at`` is when its tag was put on its revision.
    """

    version: str
    date: date | None
    words: str = ""
    impact: str = ""
    systems: tuple[str, ...] = ()
    change_class: str = ""
    tag: str = ""
    sha: str = ""
    number: int = 0
    made_here: bool = False
    made_at: datetime | None = None

    @property
    def has_text(self) -> bool:
        """Whether it can be read."""
        return bool(self.sha)


def releases_of(specification: Specification, version: Version) -> tuple[KnownRelease, ...]:
    """Every release known, the highest number first: those with a text, and those that a version's history alone tells of."""
    told = told_of(version)
    pinned = {release.version: _with_words(release, told.get(release.version)) for release in _pinned(specification)}
    found = {**told, **pinned}
    return tuple(sorted(found.values(), key=lambda release: order(release.version), reverse=True))


def told_of(version: Version) -> dict[str, KnownRelease]:
    """The releases that a version's history tells of, by number, as far as it tells."""
    return {
        one.version: KnownRelease(one.version, parsed_date(one.date), one.words, one.impact, one.systems)
        for one in version.told_releases
    }


def _with_words(release: KnownRelease, told: KnownRelease | None) -> KnownRelease:
    """A release with a text, and what the version history says of it besides."""
    if told is None:
        return release
    day = release.date if release.made_here else told.date or release.date
    return replace(release, date=day, words=release.words or told.words, impact=told.impact, systems=told.systems)


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
            change_class=trailer(body, CLASS) if here else "",
            tag=row.tag,
            sha=row.sha,
            number=number,
            made_here=here,
            made_at=row.released_at,
        )


def _with_numbers(specification: Specification) -> list[tuple[Release, int]]:
    """Releases with the numbers of their revisions, the lowest first; 0 where the commit lies before all revisions."""
    rows = Release.objects.filter(specification=specification).annotate(number=revision_number(OuterRef("sha")))
    return sorted(((row, row.number or 0) for row in rows), key=lambda pair: (pair[1], order(pair[0].version)))


def parsed_date(text: str) -> date | None:
    """The day that a text begins with, as ``2025-07-14``; None where it names none."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", text)
    try:
        return parse_date(found[0]) if found else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """What a version is called: the release that it is, or the last one before it.

    ``since`` counts the revisions after that release; None where it is not known which text the release had. ``latest`` is the
    highest number of all releases that have a text, empty where none has.
    """

    sha: str
    release: str = ""
    since: int | None = None
    latest: str = ""

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


def standing_of(specification: Specification, version: Version) -> ReleaseStanding:
    """What a published version is called, by the releases on it and on those before it, in one query.

    The number that its settings state counts only where no release up to it has that number or a later one.
    """
    return _standing(
        version.sha, version.stated, _placed([specification], Value(version.sha)).get(specification.pk, ())
    )


def edition_of(specification: Specification, version: Version) -> Edition:
    """A published version as it is called now."""
    standing = standing_of(specification, version)
    return Edition(version, str(standing), standing.exact)


def standings_of(specifications: Sequence[Specification]) -> dict[int, ReleaseStanding]:
    """What the published versions of some specifications are called, by key, in one query for all."""
    placed = _placed(specifications, OuterRef("specification__published_revision"))
    return {
        entry.pk: _standing(entry.published_revision, entry.version, placed.get(entry.pk, ()))
        for entry in specifications
    }


@dataclass(frozen=True, slots=True)
class PlacedRelease:
    """A release, the number of its revision and that of the revision asked about; 0 for a commit that is none."""

    version: str
    sha: str
    place: int
    here: int


def _placed(specifications: Sequence[Specification], sha: Value | OuterRef) -> dict[int, list[PlacedRelease]]:
    """The releases of some specifications, by key."""
    rows = Release.objects.filter(specification__in=specifications).order_by()
    rows = rows.annotate(place=revision_number(OuterRef("sha")), here=revision_number(sha))
    found: dict[int, list[PlacedRelease]] = defaultdict(list)
    for key, name, commit, place, here in rows.values_list("specification_id", "version", "sha", "place", "here"):
        found[key].append(PlacedRelease(name, commit, place or 0, here or 0))
    return found


def _standing(sha: str, stated: str, placed: Sequence[PlacedRelease]) -> ReleaseStanding:
    latest = max((release.version for release in placed), key=order, default="")
    if exact := [release.version for release in placed if release.sha == sha]:
        return ReleaseStanding(sha, max(exact, key=order), 0, latest)
    last = _last_before(placed)
    if last is None or is_later(stated, last.version):
        return ReleaseStanding(sha, stated, latest=latest)
    return ReleaseStanding(sha, last.version, last.here - last.place, latest)


def release_before(specification: Specification, version: Version) -> PlacedRelease | None:
    """The last release before a published version, of which the text is known, in one query; None where there is none."""
    placed = _placed([specification], Value(version.sha)).get(specification.pk, [])
    return _last_before(placed)


def _last_before(placed: Sequence[PlacedRelease]) -> PlacedRelease | None:
    before = (release for release in placed if 0 < release.place < release.here)
    return max(before, key=lambda release: (release.place, order(release.version)), default=None)


def mark_of(specification: Specification) -> str:
    """A few letters that are others once a release has come, gone or moved, none where there is none: for what tells of releases,
    as a tag may come without a revision."""
    rows = Release.objects.filter(specification=specification).order_by("tag").values_list("version", "tag", "sha")
    told = list(rows)
    return sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:12] if told else ""
