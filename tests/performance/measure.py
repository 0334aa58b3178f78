"""How a benchmark measures: a thing and its floor, turn by turn, the best of some rounds each."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

Action = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds of a thing and of its floor; ``limit`` is the largest ratio allowed, None where none is stated."""

    name: str
    seconds: float
    floor: str
    floor_seconds: float
    limit: float | None = None

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor_seconds

    @property
    def holds(self) -> bool:
        return self.limit is None or self.ratio <= self.limit

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 3), "holds": self.holds}


def beside(
    name: str, action: Action, floor: str, floor_action: Action, *, rounds: int, limit: float | None = None
) -> Result:
    """Both measured in turns, so that a busy moment of the machine hits both."""
    times = [(timed(action), timed(floor_action)) for _ in range(rounds)]
    return Result(name, min(own for own, _ in times), floor, min(bare for _, bare in times), limit)


def timed(action: Action) -> float:
    """The seconds that an action takes, with nothing left for it to clean up after the one before."""
    gc.collect()
    start = perf_counter()
    action()
    return perf_counter() - start
