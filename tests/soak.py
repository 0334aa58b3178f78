"""Whether the long tests run in full. `make soak` does that; a check runs a sample of each test marked ``soak``."""

import os
from collections.abc import Sequence
from typing import TypeVar

SOAK = os.environ.get("SOAK") == "1"

Thing = TypeVar("Thing")


def sample(things: Sequence[Thing], every: int, start: int = 0) -> Sequence[Thing]:
    """All of them, of which a check takes each so-manieth from ``start`` on."""
    return things if SOAK else things[start::every]
