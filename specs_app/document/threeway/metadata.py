"""An item's ``metadata`` out of three. It records the last change, and is no part of the meaning: two sides never meet in it.

Where both sides renewed it, the block of the later ``release`` stands, ours of two of one day, with the keys that only the other
has; ``versions_count`` counts the changes of both.
"""

from __future__ import annotations

from specs_app.document.values import Extra, Plain

RELEASE, COUNT = "release", "versions_count"


def united(base: Extra, theirs: Extra, ours: Extra) -> Extra:
    """The block that stands."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    later, earlier = (theirs, ours) if _release(theirs) > _release(ours) else (ours, theirs)
    values: dict[str, Plain] = dict(later)
    values |= {key: value for key, value in earlier if key not in values}
    counts = [_count(side) for side in (theirs, ours, base)]
    if all(count is not None for count in counts[:2]):
        theirs_count, ours_count, base_count = (count or 0 for count in counts)
        values[COUNT] = str(max(theirs_count + ours_count - base_count, theirs_count, ours_count))
    return tuple(values.items())


def _release(block: Extra) -> str:
    value = dict(block).get(RELEASE)
    return value if isinstance(value, str) else ""


def _count(block: Extra) -> int | None:
    value = dict(block).get(COUNT)
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None
