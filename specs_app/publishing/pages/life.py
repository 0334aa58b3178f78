"""The strip of time on the page of a part: the points at which it changed, each with the page as it was then. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from specs_app.document import paths
from specs_app.projection.arrivals import Arrivals, Moment
from specs_app.publishing.links import Links
from specs_app.versions.released import Released, first_release_with

#: So many entries at the most: the first point, how many are left out behind it, and the newest ones.
MOST_POINTS = 8
FROM_THE_START, APPEARED, AGAIN = "there from the start", "first appeared", "back again"
#: Kinds of differences that have words of their own.
SAID = frozenset({"added", "removed", "renamed", "deprecated"})
#: Above the number of any revision.
END = 2**31


class LifeRow(NamedTuple):
    """One stored difference of a part or of what lies within it.

    ``former`` is the name before where it was ``renamed``; ``is_left`` says that nothing is there after.
    """

    number: int
    sha: str
    when: datetime
    kind: str
    address: str
    former: str | None = None
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A release, or a revision that is in none yet: what it did to the part, and the page as it was then."""

    release: str
    when: datetime
    words: str
    href: str
    is_read: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """The points that are shown, oldest first; ``others`` are left out behind the first one."""

    first: Point
    newest: tuple[Point, ...]
    others: int


class LifeStep(NamedTuple):
    """What one revision did to a part: whether it brought it, in words, whether anything else changed, and its address before."""

    moment: Moment
    came: bool
    words: tuple[str, ...]
    is_changed: bool
    former: str


def life(
    address: str, rows: Iterable[LifeRow], arrivals: Arrivals, releases: Sequence[Released], slug: str
) -> Life | None:
    """The strip of the part at an address, from its rows in the order of the revisions; None where it has one point alone."""
    kind = paths.split(address)[0]
    steps = _steps(rows, kind)
    if not (steps and steps[0].came):
        steps.insert(0, LifeStep(arrivals.first, True, (FROM_THE_START,), False, ""))
    names = [(step.moment.number, step.former) for step in steps if step.former]
    groups = groupby(steps, key=lambda step: first_release_with(releases, step.moment.number) or step.moment)
    points = [_point(where, tuple(found), (*names, (END, address)), slug) for where, found in groups]
    if len(points) < 2:
        return None
    points[-1] = replace(points[-1], is_read=True)
    newest = points[1:] if len(points) <= MOST_POINTS else points[2 - MOST_POINTS :]
    return Life(points[0], tuple(newest), len(points) - 1 - len(newest))


def _steps(rows: Iterable[LifeRow], kind: str) -> list[LifeStep]:
    """What each revision did; what comes after it was there before has come back."""
    steps = [_step(list(found), kind) for _, found in groupby(rows, key=lambda row: row.number)]
    again = (
        step._replace(words=tuple(AGAIN if word == APPEARED else word for word in step.words)) for step in steps[1:]
    )
    return [*steps[:1], *again]


def _step(rows: list[LifeRow], kind: str) -> LifeStep:
    """What one revision did; of an object its items are told too, of a code list its codes."""
    own = [row for row in rows if row.address.startswith(f"{kind}/") and row.address.count("/") == 1]
    gone, came = ([row for row in own if row.kind == what] for what in ("removed", "added"))
    former = next((paths.join(kind, row.former) for row in own if row.former is not None and kind != "items"), "")
    former = gone[0].address if gone and came else former
    is_changed = not (gone or came) and any(row not in own or row.kind not in SAID for row in rows)
    moment = Moment(rows[0].number, rows[0].sha, rows[0].when)
    return LifeStep(moment, bool(came) and not gone, tuple(dict.fromkeys(_words(own, gone, came))), is_changed, former)


def _words(own: Sequence[LifeRow], gone: Sequence[LifeRow], came: Sequence[LifeRow]) -> Iterator[str]:
    if gone and came:
        yield "given another reference"
    elif gone or came:
        yield "removed" if gone else APPEARED
    for row in own:
        if row.kind == "renamed":
            yield "renamed"
        if row.kind == "deprecated":
            yield "to be kept after all" if row.is_left else "deprecated"


def _point(where: Released | Moment, steps: Sequence[LifeStep], names: Sequence[tuple[int, str]], slug: str) -> Point:
    """The part as it was at a release or revision, under the name that it had then."""
    release = where.version if isinstance(where, Released) else ""
    name = next(former for until, former in names if where.number < until)
    words = list(dict.fromkeys(word for step in steps for word in step.words))
    changed = sum(step.is_changed for step in steps)
    if changed:
        words.append("changed" if changed == 1 else f"changed {changed} times")
    href = Links(slug, release or where.sha).page(*paths.page_of(name))
    return Point(release, where.when, ", ".join(words), href)
