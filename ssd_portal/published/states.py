"""The states of the public specifications as this process knows them: never older than a second, nor than its own writes."""

from __future__ import annotations

from time import monotonic
from typing import NamedTuple

from django.db import close_old_connections

from specs_app import freshness
from specs_app.freshness import States
from specs_app.web.failures import OUTAGES

#: Seconds that what was read may be used.
LASTS = 1.0


class _Read(NamedTuple):
    states: States
    began: float
    writes: int


class KnownStates:
    """Read at most once a second for kept answers, by whichever thread comes first; None while the database is away."""

    def __init__(self) -> None:
        self._last = _Read({}, -LASTS, -1)

    def current(self) -> States | None:
        """As they were at most a second ago, and after every write that this process has committed.

        The same object until one of them is another.
        """
        last = self._last
        if monotonic() - last.began < LASTS and last.writes == freshness.writes():
            return last.states
        return self.read()

    def read(self) -> States | None:
        """As they are now."""
        writes, began = freshness.writes(), monotonic()
        close_old_connections()
        try:
            states = freshness.states()
        except OUTAGES:
            return None  # whoever asks is told so by Django
        finally:
            close_old_connections()
        last = self._last  # once: another thread may put another in its place meanwhile
        if states == last.states:
            states = last.states
        self._last = _Read(states, began, writes)
        return states
