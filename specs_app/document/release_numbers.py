"""Numbers of releases: figures joined by dots, as ``1.4.5``. What a release holds decides which figure rises. Pure."""

from __future__ import annotations

import re

from specs_app.document.types import ChangeClass

#: Tags may begin with a ``v``, numbers do not.
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,5}")
#: What a standard that never had a number begins with, before its first release.
NONE_YET = "0.0.0"
_RISES: dict[ChangeClass, int] = {"breaking": 0, "compatible": 1, "editorial": 2, "local": 2}

Figures = tuple[int, ...]


def figures(number: str) -> Figures | None:
    """``(1, 4, 5)``; None for what is no number of a release."""
    return tuple(map(int, number.split("."))) if _NUMBER.fullmatch(number) and number.isascii() else None


def plain(number: str) -> str:
    """The same without noughts before its figures, as ``1.4.5`` for ``01.4.5``; what is no number as it stands."""
    return ".".join(map(str, figures(number) or ())) or number


def order(number: str) -> tuple[bool, Figures, str]:
    """What numbers are sorted by: as people count them, ``1.10`` behind ``1.9`` and equal to ``1.10.0``; other names come first."""
    found = figures(number)
    return found is not None, _without_end(found or ()), number


def _without_end(found: Figures) -> Figures:
    """Without the noughts at its end, which say nothing."""
    while found and not found[-1]:
        found = found[:-1]
    return found


def is_later(one: str, other: str) -> bool:
    """Whether a number comes behind another; what is no number comes before all that are."""
    return order(one)[:2] > order(other)[:2]


def following(number: str, change_class: ChangeClass) -> str:
    """The number after one, with as many figures: the first rises where something breaks, the second where something is added, the
    last for words and for settings of single authorities. Of fewer figures than three the last stands for all that have none of
    their own."""
    found = figures(number) or figures(NONE_YET) or ()
    place = min(_RISES[change_class], len(found) - 1)
    risen = (*found[:place], found[place] + 1, *(0 for _ in found[place + 1 :]))
    return ".".join(map(str, risen))
