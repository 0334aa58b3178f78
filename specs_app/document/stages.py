"""What an item's ``returns`` name: returns that ask for it, stages of the standard that it is at, and what no registry knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from specs_app.document.types import Document, Item, Return, ReturnKind, ReturnMapping

#: How alike a name must be to one of the registry to be taken for a slip of it.
CLOSE = 0.7
_JOINED = re.compile(r"[,;/|]\s*")


@dataclass(frozen=True, slots=True)
class Stray:
    """A name that the registry does not have, and the entries that are perhaps meant; several where it joins several."""

    name: str
    meant: tuple[Return, ...]

    @property
    def words(self) -> str:
        """Such as ``Loca;: not in the list of returns; perhaps Local is meant``."""
        meant = " and ".join(entry.key for entry in self.meant)
        verb = "is" if len(self.meant) == 1 else "are"
        return f"{self.name}: not in the list of returns" + (f"; perhaps {meant} {verb} meant" if meant else "")


def returns_in(document: Document) -> tuple[Return, ...]:
    """The returns of the registry, each key once, in its order."""
    return _registered(document, "return")


def stages_in(document: Document) -> tuple[Return, ...]:
    """The stages of the registry, each key once, in its order."""
    return _registered(document, "stage")


def _registered(document: Document, kind: ReturnKind) -> tuple[Return, ...]:
    known = document.return_by_key
    return tuple(entry for entry in document.settings.returns if entry.kind == kind and known[entry.key] is entry)


def returns_of(document: Document, item: Item) -> tuple[str, ...]:
    """The names of the returns that ask for an item, each once; also of those that no registry knows, which are no stages."""
    known = document.return_by_key
    return tuple(name for name in _named(item) if (entry := known.get(name)) is None or entry.kind == "return")


def stages_of(document: Document, item: Item) -> tuple[Return, ...]:
    """The stages of the standard that an item is at, each once."""
    found = (document.return_by_key.get(name) for name in _named(item))
    return tuple(entry for entry in found if entry is not None and entry.kind == "stage")


def strays_of(document: Document, item: Item) -> tuple[Stray, ...]:
    """The names that the registry does not have, each once. Where it has nothing at all, nothing is astray."""
    known = document.return_by_key
    return tuple(Stray(name, meant_by(document, name)) for name in _named(item) if known and name not in known)


def asking(document: Document, item: Item) -> tuple[str, ...]:
    """The returns that ask for an item, each once, by its list and by its places; no stage, and no name that is astray."""
    known = document.return_by_key
    named = dict.fromkeys((*item.returns, *(place.name for place in item.returns_map)))
    return tuple(name for name in named if not known or (name in known and known[name].kind == "return"))


def places_in(item: Item, key: str) -> tuple[ReturnMapping, ...]:
    """Where a return asks for an item: one place without section and name where the item only lists it; none where it does not."""
    found = tuple(place for place in item.returns_map if place.name == key)
    return found or ((ReturnMapping(key),) if key in item.returns else ())


def meant_by(document: Document, name: str) -> tuple[Return, ...]:
    """The entries of the registry that a name is a slip of, or that it joins; empty where none is near."""
    known = document.return_by_key
    parts = [part for part in _JOINED.split(name.strip()) if part]
    near = (get_close_matches(part, known, n=1, cutoff=CLOSE) for part in parts)
    keys = dict.fromkeys(key for found in near for key in found)
    return tuple(known[key] for key in keys)


def _named(item: Item) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.returns))
