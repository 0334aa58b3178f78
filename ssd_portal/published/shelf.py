"""Kept answers by what they answer, within a bound of bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from ssd_portal.published.asked import Key
from ssd_portal.published.entries import Entry


class Shelf:
    """Answers, at most ``bound`` bytes of them, shared by all threads. The oldest goes first, but for those that were used: they
    stay for another turn (the clock algorithm), so that whoever takes one puts nothing in order and waits for nobody.
    """

    #: One answer takes up a part of it at most, so that no single one sweeps all others away.
    LARGEST_PART = 8

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def size(self) -> int:
        """Bytes kept now."""
        return self._bytes

    def get(self, key: Key) -> Entry | None:
        """The answer, whatever state it was made in."""
        found = self._entries.get(key)
        if found is not None:
            found.used = True
        return found

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an answer, in place of an earlier one."""
        with self._lock:
            if (before := self._entries.pop(key, None)) is not None:
                self._bytes -= weight(key, before)
            if (more := weight(key, entry)) * self.LARGEST_PART > self._bound:
                return
            while self._bytes + more > self._bound:
                self._pass_oldest()
            self._entries[key] = entry
            self._bytes += more

    def _pass_oldest(self) -> None:
        """Let it go, or to the end, where it was used since it came there."""
        key, oldest = self._entries.popitem(last=False)
        if oldest.used:
            oldest.used = False
            self._entries[key] = oldest
        else:
            self._bytes -= weight(key, oldest)


def weight(key: Key, entry: Entry) -> int:
    """Bytes of memory of both: of a key the query has the length that whoever asks gives it."""
    return entry.weight + len(key.query)
