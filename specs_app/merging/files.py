"""Which bytes each file begins with, before the merged document is written into them.

What only one side changed is that side's, whole. Of what both changed, the registered wide table is put together by its cells,
change logs have their rows united (`UNITED`), and other files are merged as text. A file of the document that cannot be merged so
begins as theirs, and the writer puts in what ours says; any other is a meeting. What one side changed in a file that the other has
moved is merged where it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from specs_app.document.threeway.picking import THEIRS, Picker
from specs_app.document.types import Document
from specs_app.merging.moves import moved
from specs_app.merging.sides import Side, Sides, TextMerge
from specs_app.merging.tables import joined_tables
from specs_app.repository.trees import TreeFile
from specs_app.tables import uniting
from specs_app.yaml_files.layout import SETTINGS_FILE
from specs_app.yaml_files.reader import Reading

#: Kinds of files whose whole meaning is in the document.
MEANT = frozenset({"objects", "categories", "relationships", "validators", "datatypes", "extracts", "authorities"})


@dataclass(slots=True)
class Begun:
    """The files that the portal reads, and what differs from ours among those that it does not; None where one is gone.

    ``unlike`` are those of the document that both changed and that were merged as text, with theirs to fall back on.
    """

    files: dict[str, bytes]
    placed: dict[bytes, TreeFile | None] = field(default_factory=dict)
    unlike: dict[str, bytes] = field(default_factory=dict)


def begin(sides: Sides, text: TextMerge, picker: Picker, target: Document) -> Begun:
    """The files to begin with, in which the merged document will be written; meetings of whole files go to the picker."""
    begun = Begun(dict(sides.ours.reading.files))
    for path in sorted({*sides.base.entries, *sides.theirs.entries, *sides.ours.entries}):
        was, one, other = (side.entries.get(path) for side in (sides.base, sides.theirs, sides.ours))
        if one in (other, was):
            continue
        if other == was:
            _take(begun, sides.theirs, path)
        else:
            _both(begun, sides, path, text, picker, target)
    _follow_moves(begun, sides, text)
    return begun


def _follow_moves(begun: Begun, sides: Sides, text: TextMerge) -> None:
    """What one side did to a file that the other has moved, its comments too, which no document tells of."""
    base, theirs, ours = (side.reading for side in (sides.base, sides.theirs, sides.ours))
    for mover, other in ((theirs, ours), (ours, theirs)):
        for old, new in moved(base, mover).items():
            if new in other.files or other.files.get(old) in (None, base.files[old]) or not _is_meant(old, sides):
                continue
            one, two = (side.files[new if side is mover else old] for side in (theirs, ours))
            merged = text(base.files[old], one, two)
            begun.unlike[new] = one
            begun.files[new] = one if merged is None else merged


def _name(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _take(begun: Begun, side: Side, path: bytes) -> None:
    """A file as one side has it."""
    name = _name(path)
    begun.files.pop(name, None)
    begun.placed[path] = side.entries.get(path)
    if name in side.reading.files:
        begun.files[name] = side.reading.files[name]


def _both(begun: Begun, sides: Sides, path: bytes, text: TextMerge, picker: Picker, target: Document) -> None:
    """A file that both changed, in different ways."""
    name = _name(path)
    one, other = (side.reading.files.get(name) for side in (sides.theirs, sides.ours))
    if _is_meant(name, sides):
        if one is None or other is None:
            # What it holds stands elsewhere on that side, or the document says that they meet.
            _forget(begun, path)
            return
        merged = _merged(name, sides, text)
        begun.unlike[name] = one
        begun.files[name] = one if merged is None else merged
    elif (merged := _put_together(sides, name, text, picker, target)) is not None:
        begun.files[name] = merged
    elif picker.side((f"files/{quote(path)}", ""), _told(sides, path)) == THEIRS:
        _take(begun, sides.theirs, path)


def _forget(begun: Begun, path: bytes) -> None:
    begun.files.pop(_name(path), None)
    begun.placed[path] = None


def _is_meant(name: str, sides: Sides) -> bool:
    """Whether all that a file says is in the documents of both sides."""
    having = [side.reading for side in (sides.base, sides.theirs, sides.ours) if name in side.reading.files]
    return all(
        (name == SETTINGS_FILE or reading.plan.kinds.get(name) in MEANT)
        and name not in reading.unreadable
        and not _counts_for_nothing(reading, name)
        for reading in having
    )


def _counts_for_nothing(reading: Reading, name: str) -> bool:
    """Whether it is a file of an authority of which another file counts, or a template for such files."""
    return reading.plan.kinds.get(name) == "authorities" and name not in reading.homes.values()


def _put_together(sides: Sides, name: str, text: TextMerge, picker: Picker, target: Document) -> bytes | None:
    """A file beside the document's with what both sides altered; None where it is a meeting."""
    if any(name not in side.reading.files for side in (sides.theirs, sides.ours)):
        return None
    if name == target.settings.wide_table:
        found = joined_tables(sides, name, target, picker)
        if found is not None:
            return found
    return _merged(name, sides, text)


def _merged(name: str, sides: Sides, text: TextMerge) -> bytes | None:
    base, theirs, ours = (side.reading.files.get(name, b"") for side in (sides.base, sides.theirs, sides.ours))
    found = uniting.united(name, uniting.Texts(base, theirs, ours))
    return text(base, theirs, ours) if found is None else found


def _told(sides: Sides, path: bytes) -> Iterator[str | None]:
    """What is said of the three states of a file: its contents by name, nothing where it is gone."""
    for side in (sides.base, sides.theirs, sides.ours):
        entry, data = side.entries.get(path), side.reading.files.get(_name(path))
        size = "" if data is None else f", {len(data.splitlines())} lines"
        yield None if entry is None else f"file {entry.name[:12]}{size}"


def touched(sides: Sides, after: Mapping[str, bytes], table: str) -> list[str]:
    """Those files that nobody changed, and that are not as they were; but for the registered table, which follows what is said."""
    base, theirs, ours = (side.reading.files for side in (sides.base, sides.theirs, sides.ours))
    alike = [path for path, data in base.items() if data == theirs.get(path) == ours.get(path) and path != table]
    return [path for path in alike if after.get(path) != base[path]]
