"""What the entries of a standard's registries are called, by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from specs_app.document.names import category_title
from specs_app.document.types import Cms, Return, Settings, Term


@dataclass(frozen=True, slots=True)
class Titles:
    """Key to title, a registry each. What no registry knows is called by its key."""

    systems: Mapping[str, str] = field(default_factory=dict)
    returns: Mapping[str, str] = field(default_factory=dict)
    domains: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)

    def system(self, key: str) -> str:
        return self.systems.get(key) or key

    def return_(self, key: str) -> str:
        return self.returns.get(key) or key

    def domain(self, key: str) -> str:
        return self.domains.get(key) or category_title(key)

    def status(self, key: str) -> str:
        """A delivery status with its sign, such as ``Released (R)``."""
        title = self.statuses.get(key)
        return f"{title} ({key})" if title else key


#: Where no standard is at hand.
KEYS = Titles()


@lru_cache(maxsize=256)
def titles_of(*settings: Settings) -> Titles:
    """The titles in the settings given; where two call an entry differently, the later ones."""
    return Titles(
        systems=_titles(entry for one in settings for entry in one.cms),
        returns=_titles(entry for one in settings for entry in one.returns),
        domains=_titles(entry for one in settings for entry in one.domains),
        statuses=_titles(entry for one in settings for entry in one.statuses),
    )


def _titles(entries: Iterable[Cms | Return | Term]) -> dict[str, str]:
    return {entry.key: entry.title for entry in entries if entry.title}
