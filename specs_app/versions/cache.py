"""Versions and what follows from them, kept in memory within a bound of bytes: a commit never changes.

Versions share the files that are alike in both, and what these say; what is shared counts once.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any, TypeAlias, TypeVar, cast

from django.conf import settings

from specs_app.document.types import Document
from specs_app.versions.version import Version

#: Bytes by the identity of what takes them, which is part of a kept value.
Weights: TypeAlias = Mapping[int, int]
Value = TypeVar("Value")

#: Bytes in memory for a byte of a file that is read as part of the specification: its text and what it says. Measured on the
#: corpus with `tracemalloc`: 5.7.
READ_FACTOR = 6
#: Bytes of a version of its own for each address in its source map, with the problems and look-ups. Measured likewise: 75.
ADDRESS_BYTES = 100
#: Bytes of a document of its own for each of its items, where others hold the items.
ITEM_BYTES = 250


class VersionCache:
    """The values used last, at most ``bound`` bytes of them, shared by all threads.

    What was made last and the version used last are kept whatever their size.
    """

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._entries: OrderedDict[Hashable, tuple[Any, Weights]] = OrderedDict()
        self._holders: Counter[int] = Counter()
        self._bytes = 0
        self._newest: Hashable = None
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Bytes kept now, by the weights that were given."""
        return self._bytes

    def get(self, key: Hashable, make: Callable[[], Value], weigh: Callable[[Value], Weights]) -> Value:
        """The value under ``key``, made where it is not there. Two threads may both make it; one of the two is kept.

        An exception of ``make`` passes through, and nothing is kept.
        """
        with self._lock:
            if key in self._entries:
                return cast("Value", self._used(key))
        made = make()
        weights = weigh(made)
        with self._lock:
            if key not in self._entries:
                self._put(key, made, weights)
            return cast("Value", self._used(key))

    def latest(self, slug: str) -> Version | None:
        """The version of a specification that was used last, if one is kept: the likeliest to share files with another."""
        with self._lock:
            found = (value for value, _ in reversed(self._entries.values()) if isinstance(value, Version))
            return next((version for version in found if version.slug == slug), None)

    def clear(self) -> None:
        """Keep nothing any more."""
        with self._lock:
            self._entries.clear()
            self._holders.clear()
            self._bytes = 0

    def _used(self, key: Hashable) -> Any:
        self._entries.move_to_end(key)
        value, _ = self._entries[key]
        if isinstance(value, Version):
            self._newest = key
        return value

    def _put(self, key: Hashable, value: object, weights: Weights) -> None:
        self._entries[key] = value, weights
        for part, weight in weights.items():
            self._holders[part] += 1
            self._bytes += weight if self._holders[part] == 1 else 0
        keep = {key, key if isinstance(value, Version) else self._newest}
        while self._bytes > self._bound and len(self._entries) > len(keep & self._entries.keys()):
            self._drop(next(one for one in self._entries if one not in keep))

    def _drop(self, key: Hashable) -> None:
        _, weights = self._entries.pop(key)
        for part, weight in weights.items():
            self._holders[part] -= 1
            if not self._holders[part]:
                del self._holders[part]
                self._bytes -= weight


def weigh_version(version: Version) -> Weights:
    """The weights of a version, file by file, so that what it shares with another is known."""
    read = version.reading.parts
    files = {id(data): len(data) * (READ_FACTOR if path in read else 1) for path, data in version.files.items()}
    return {**files, id(version): ADDRESS_BYTES * len(version.source_map)}


def weigh_document(document: Document) -> Weights:
    """The weights of a document that shares its parts with a kept version."""
    return {id(document): ITEM_BYTES * sum(len(entry.items) for entry in document.objects)}


#: What this process keeps.
VERSIONS = VersionCache(settings.VERSION_CACHE_BYTES)
