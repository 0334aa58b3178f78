"""Charts as values: bars and columns in the units of their drawing, beside the numbers that they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from specs_app.document.domains import domain_title
from specs_app.document.holding import FilledCount
from specs_app.document.holes import LACKS, HoleCount
from specs_app.document.types import Cms
from specs_app.publishing.links import Links
from specs_app.publishing.matrices.coverage import by_domain_of, by_system
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.ways import Segment, length_of, segments_of
from specs_app.publishing.quality_counts import SEVERITIES, CountedRevision
from specs_app.versions.version import Version

#: The width and height of columns, in units of their drawing.
WIDE, HIGH = 600, 160
#: So much of a column's width stays blank; there is room for so many at the least.
BLANK: Final = 0.25
ROOM: Final = 12

#: Where the items of an object count, although each may name several domains.
UNDER_ONE: Final = (
    "An object stands under the domain that most of its items belong to, and all of its items count there."
)


@dataclass(frozen=True, slots=True)
class CoverageBar:
    """How much of something is filled, and by what."""

    link: Link
    filled: FilledCount
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class CoverageChart:
    """Bars of coverage. ``side`` is what each is about, ``about`` what its numbers count, ``note`` how, where that needs words."""

    key: str
    title: str
    side: str
    about: str
    bars: tuple[CoverageBar, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class HoleBar:
    """How many parts leave something unsaid, how long the bar of it is, and where these are listed, if anywhere."""

    hole: HoleCount
    length: int
    href: str


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """A part of the column of a revision, in units of the drawing; ``kind`` is a class of the style and names its pattern."""

    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class QualityPoint:
    """The findings of one revision."""

    link: Link
    date: datetime
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QualityChart:
    """Findings over revisions, the oldest first; ``top`` is the number at the upper edge."""

    severities: tuple[str, ...]
    points: tuple[QualityPoint, ...]
    columns: tuple[ColumnPart, ...]
    top: int
    words: str

    @property
    def latest(self) -> QualityPoint:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Charts:
    """The charts of a page; those that it has none of are empty. ``more`` leads to the matrix behind them."""

    coverage: tuple[CoverageChart, ...] = ()
    holes: tuple[HoleBar, ...] = ()
    quality: QualityChart | None = None
    more: Link | None = None


def quality_charts(version: Version, counted: Sequence[CountedRevision], links: Links) -> Charts:
    """What is wrong over time, and what is not said yet."""
    return Charts(holes=hole_bars(version.holes, links), quality=quality_chart(counted, links))


def system_charts(version: Version, cms: Cms, links: Links) -> Charts:
    """How much of each domain a system fills."""
    more = Link("Every item of it, with its source and its gaps", links.matrices("items-systems", cms=cms.key))
    return Charts((coverage_by_domain(version, links, cms),), more=more)


def coverage_charts(version: Version, links: Links) -> Charts:
    """How much is filled, by system and by domain."""
    return Charts((coverage_by_system(version, links), coverage_by_domain(version, links)))


def coverage_by_system(version: Version, links: Links) -> CoverageChart:
    """How many items each system fills."""
    titles = {cms.key: cms.title for cms in version.document.settings.cms}
    bars = (_bar(Link(titles[key], links.cms(key)), one) for key, one in by_system(version).items())
    return CoverageChart("by-system", "What fills the items, by system", "System", "Items", tuple(bars))


def coverage_by_domain(version: Version, links: Links, cms: Cms | None = None) -> CoverageChart:
    """How many items of each domain one system fills, or all of them together."""
    key = cms.key if cms else ""
    query = {"cms": key} if key else {}
    bars = (
        _bar(Link(domain_title(version.document, domain), _heat(links, domain, query)), one)
        for domain, one in by_domain_of(version, key).items()
    )
    title = f"What fills the items of {cms.title}, by domain" if cms else "What fills the items, by domain"
    about = "Items" if cms else "Items, once for each system"
    return CoverageChart("by-domain", title, "Domain", about, tuple(bars), UNDER_ONE)


def _heat(links: Links, domain: str, query: dict[str, str]) -> str:
    return links.matrices("objects-systems", domain=domain, **query) if domain else links.matrices("objects-systems")


def _bar(link: Link, one: FilledCount) -> CoverageBar:
    return CoverageBar(link, one, segments_of(one))


def hole_bars(counted: Iterable[HoleCount], links: Links) -> tuple[HoleBar, ...]:
    """What the standard leaves unsaid."""
    return tuple(HoleBar(hole, length_of(hole.count, hole.total), _list_of(hole, links)) for hole in counted)


def _list_of(hole: HoleCount, links: Links) -> str:
    return links.items(missing=hole.kind.key) if hole.kind.key in LACKS and hole.count else ""


def quality_chart(counted: Sequence[CountedRevision], links: Links) -> QualityChart | None:
    """Findings over revisions, given the newest first; None of fewer than two, which show no course."""
    if len(counted) < 2:
        return None
    points = tuple(_point(one, links) for one in reversed(counted))
    top = max(max(point.total for point in points), 1)
    step = WIDE / max(len(points), ROOM)
    columns = (column for at, point in enumerate(points) for column in _column(point, round(at * step), step, top))
    first, last = points[0], points[-1]
    words = f"Findings over {len(points)} revisions, from {first.total} to {last.total}"
    return QualityChart(SEVERITIES, points, tuple(columns), top, words)


def _point(one: CountedRevision, links: Links) -> QualityPoint:
    link = Link(f"Revision {one.number}", links.revision(one.sha), note=one.title)
    return QualityPoint(link, one.committed_at, one.counts, sum(one.counts))


def _column(point: QualityPoint, x: int, step: float, top: int) -> list[ColumnPart]:
    """The parts of a column, one upon the other, the gravest at the bottom."""
    found, floor = [], HIGH
    for kind, count in zip(SEVERITIES, point.counts, strict=True):
        height = max(round(HIGH * count / top), 1) if count else 0
        floor -= height
        if height:
            found.append(ColumnPart(kind, x, max(floor, 0), max(round(step * (1 - BLANK)), 2), height))
    return found
