"""Files that one side moved, as the portal does where it renames what is in them, and what the other side did to them meanwhile."""

from __future__ import annotations

from collections import Counter, defaultdict

from specs_app.document.renames import renames
from specs_app.yaml_files.reader import Reading


def moved(base: Reading, side: Reading) -> dict[str, str]:
    """The files of the base that a side has no more, each to the one new file that holds all that was in it, and nothing of another
    of them. One that was taken apart or put together with others is not among them."""
    if not (gone := frozenset(base.homes.values()) - side.files.keys()):
        return {}
    later, found = renames(base.document, side.document).addresses(base.document), defaultdict[str, set[str]](set)
    for address, old in base.homes.items():
        if old in gone:
            found[old].add(side.homes.get(later.get(address, address), ""))
    said = Counter(new for homes in found.values() for new in homes)
    pairs = ((old, homes.pop()) for old, homes in found.items() if len(homes) == 1)
    return {old: new for old, new in pairs if new and said[new] == 1 and new not in base.files}
