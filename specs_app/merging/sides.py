"""What a merge is made from: the files of one commit, read and unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from specs_app.document.threeway.names import Three
from specs_app.document.threeway.settings import inferred_from
from specs_app.document.types import Document
from specs_app.repository.trees import TreeFile
from specs_app.yaml_files.layout import SETTINGS_FILE
from specs_app.yaml_files.reader import Reading

#: Three texts merged line by line: base, theirs, ours; None where that cannot be done.
TextMerge = Callable[[bytes, bytes, bytes], "bytes | None"]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the three: its files that are read, as a document too, and all its files as they are stored, by path."""

    reading: Reading
    entries: Mapping[bytes, TreeFile]

    @property
    def states_settings(self) -> bool:
        return SETTINGS_FILE in self.reading.files


@dataclass(frozen=True, slots=True)
class Sides:
    """A base and the two that came from it."""

    base: Side
    theirs: Side
    ours: Side

    @property
    def states_settings(self) -> bool:
        """Whether the settings are stated in the end."""
        return self.theirs.states_settings or self.ours.states_settings

    def documents(self) -> Three:
        """The three documents to be compared. Settings that a side infers count for what they add to the base; where nobody states
        any, they are no part of the merge, as they follow from the files."""
        base = self.base.reading.document
        return Three(base, self._document(self.theirs, base), self._document(self.ours, base))

    def _document(self, side: Side, base: Document) -> Document:
        found = side.reading.document
        if not self.states_settings:
            return replace(found, settings=base.settings)
        if side.states_settings:
            return found
        return replace(found, settings=inferred_from(base.settings, found.settings))
