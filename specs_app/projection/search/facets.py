"""What results can be narrowed by: how many there are of each kind, domain, return, system and object. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from specs_app.projection.search.entries import facet_text
from specs_app.projection.search.said import FACETS
from specs_app.projection.search.scope import Tally

#: Of each facet its values, the most frequent first, and how many results have each.
Counts = Mapping[str, tuple[tuple[str, int], ...]]


def total(tally: Tally, chosen: Mapping[str, str]) -> int:
    """How many results have all the facets that are chosen."""
    lines = _wanted(chosen).values()
    return sum(count for text, count in tally.items() if all(line in text for line in lines))


def counts(tally: Tally, chosen: Mapping[str, str]) -> Counts:
    """The values of each facet among what the other chosen ones leave, so that another can be taken in place of the one chosen."""
    wanted, found = _wanted(chosen), {name: Counter[str]() for name in FACETS}
    for text, count in tally.items():
        missed = [name for name, line in wanted.items() if line not in text]
        if len(missed) > 1:
            continue
        for name, value in _pairs(text):
            if not missed or missed == [name]:
                found[name][value] += count
    return {name: tuple(sorted(values.items(), key=lambda one: (-one[1], one[0]))) for name, values in found.items()}


def _wanted(chosen: Mapping[str, str]) -> dict[str, str]:
    return {name: f"\n{facet_text(name, value)}\n" for name, value in chosen.items() if value}


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        name, mark, value = line.partition("=")
        if mark:
            yield name, value
