"""Where is searched, and what was found. Frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from specs_app.projection.search.entries import facet_text
from specs_app.projection.search.words import Query


@dataclass(frozen=True, slots=True)
class SearchScope:
    """What is looked at: not the kind ``without``, and only what has each of the ``chosen`` facets (value by name)."""

    without: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def facets(self) -> list[str]:
        """What the facets of an entry must hold."""
        return [f"\n{facet_text(name, value)}\n" for name, value in self.chosen.items() if value]


EVERYWHERE = SearchScope()


class Result(NamedTuple):
    """An entry that was found: what is shown of it, and the forms of its names."""

    address: str
    kind: str
    key: str
    title: str
    context: str
    extract: str
    former: str
    called: str
    formerly: str

    @property
    def former_names(self) -> tuple[str, ...]:
        """What it was called before, the oldest first."""
        return tuple(self.former.split("\n")) if self.former else ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """How a search was understood: ``query`` is what was looked for; ``mended`` the text with misspelt words put right, where only
    that finds something; ``every`` is false where no entry has all the words, and any will do."""

    query: Query
    mended: str = ""
    every: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first; ``more`` says that there is more, ``suggestions`` what else may have been meant."""

    results: tuple[Result, ...]
    asked: Inquiry
    more: bool = False
    suggestions: tuple[str, ...] = ()


#: How many of what was found have the same text of facets.
Tally = Mapping[str, int]
