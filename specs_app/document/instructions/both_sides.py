"""The documents before and after, as instructions name what is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import DataObject, Document, Item

#: So many columns that use a code list are named.
MOST_USERS = 5


@dataclass(frozen=True)
class BothSides:
    """Two documents, and what a change from one to the other is about in words."""

    before: Document
    after: Document

    @cached_property
    def titles(self) -> Titles:
        return titles_of(self.before.settings, self.after.settings)

    def column(self, change: Change) -> str:
        """``column pers_sex of table ssd_person``."""
        entry, item = self.found(change)
        return f"column {item.name} of table {entry.name}"

    def found(self, change: Change) -> tuple[DataObject, Item]:
        """The item of a change as it is, or as it was where it is gone; of a part that no document has a name alone."""
        key = paths.split(change.address)[1]
        found = self.after.item_by_ref.get(key) or self.before.item_by_ref.get(key)
        return found or (DataObject(""), Item(key, key))

    def former(self, change: Change) -> Item:
        """The same item as it was."""
        found = self.before.item_by_ref.get(paths.split(change.address)[1])
        return found[1] if found else self.found(change)[1]

    @cached_property
    def _users(self) -> Mapping[str, list[str]]:
        """The columns that use each code list; of a list that is gone those that did."""
        found: dict[str, list[str]] = {}
        for side in (self.after, self.before):
            names = {entry.name for entry in side.categories} - (found.keys() if side is self.before else set())
            for entry, item in side.items():
                if item.category in names:
                    found.setdefault(item.category, []).append(f"{entry.name}.{item.name}")
        return found

    def used_by(self, category: str) -> str:
        """``, which ssd_person.pers_sex uses``; empty where no column does."""
        users = self._users.get(category, [])
        if not users:
            return ""
        others = len(users) - MOST_USERS
        named = [*users[:MOST_USERS], *([f"{others} more"] if others > 0 else [])]
        listed = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
        return f", which {listed} use{'s' if len(users) == 1 else ''}"


#: What one kind of change asks for.
Say: TypeAlias = Callable[[BothSides, Change], str]
