"""The problems that a change brings, apart from those that stood before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from specs_app.document.problems import Problem
from specs_app.document.renames import renames
from specs_app.document.types import Document
from specs_app.lint.runner import check

Keys: TypeAlias = Counter[tuple[str, ...]]


def introduced(before: Document, after: Document, known: Iterable[Problem] | None = None) -> tuple[Problem, ...]:
    """The problems of ``after`` that ``before`` did not have, each as many times as it came.

    A problem stood before though its part, or a part that it names, has another name now. ``known`` are the problems of
    ``before`` where they were found already.
    """
    found = check(before) if known is None else tuple(known)
    standing: Keys = Counter(problem.identity for problem in _renamed(before, after, found))
    return tuple(problem for problem in check(after) if not _taken(standing, problem.identity))


def _renamed(before: Document, after: Document, found: tuple[Problem, ...]) -> Iterable[Problem]:
    """The problems of ``before`` as they read under the names of ``after``, without those that a new name itself brings."""
    names = renames(before, after)
    return _carried(names.addresses(before), found, check(names.carried(before))) if names else found


def _carried(addresses: dict[str, str], found: Iterable[Problem], carried: Iterable[Problem]) -> Iterator[Problem]:
    had: Keys = Counter((problem.rule, addresses.get(problem.address, problem.address)) for problem in found)
    return (problem for problem in carried if _taken(had, (problem.rule, problem.address)))


def _taken(counts: Keys, key: tuple[str, ...]) -> bool:
    """Whether there is one left, which is then gone."""
    counts[key] -= 1
    return counts[key] >= 0
