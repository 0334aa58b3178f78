"""A change as an instruction to whoever builds the standard: what to add, take away, map or look at, in one sentence without a full
stop.

Columns and tables are called as they are; what goes, as it was.
"""

from __future__ import annotations

from specs_app.document import paths
from specs_app.document.describe import describe
from specs_app.document.diff import Change
from specs_app.document.instructions.both_sides import BothSides, Say
from specs_app.document.instructions.items import ITEMS
from specs_app.document.instructions.parts import PARTS

__all__ = ["BothSides", "instruction"]

#: By the kind of part and the kind of change.
KINDS: dict[str, dict[str, Say]] = {"items": ITEMS, **PARTS}


def instruction(change: Change, sides: BothSides) -> str:
    """What to do about a change; one that asks for nothing is told as the difference that it is."""
    say = KINDS.get(paths.split(change.address)[0], {}).get(change.kind)
    return say(sides, change) if say else describe(change, sides.titles)
