"""Which release has a revision: the tags on published commits, by the numbers of their revisions. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class Released(NamedTuple):
    """A release by the number of the revision that it is of."""

    number: int
    version: str
    sha: str
    when: datetime


def first_release_with(releases: Sequence[Released], number: int) -> Released | None:
    """The first of some releases, in the order of their revisions, that has the revision of a number; None where none has it."""
    place = bisect_left(releases, number, key=lambda release: release.number)
    return releases[place] if place < len(releases) else None
