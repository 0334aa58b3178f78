"""Two versions of a specification beside each other, and what of their differences is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from specs_app.document.diff import Change
from specs_app.document.extent import Extents
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import CHANGE_CLASSES
from specs_app.publishing.differences import (
    NOUNS,
    ChangeGroup,
    UnknownValue,
    fitting,
    grouped,
    known_values,
    unknown_values,
)
from specs_app.versions.editions import Edition
from specs_app.versions.history import changes_between
from specs_app.versions.version import Version


@dataclass(frozen=True)
class Compared:
    """``asked`` are the texts of the filters (`differences.FILTERS`) by name; an empty one is none."""

    before: Edition
    after: Edition
    asked: Mapping[str, str]

    @property
    def older(self) -> Version:
        return self.before.version

    @property
    def newer(self) -> Version:
        return self.after.version

    @property
    def given(self) -> dict[str, str]:
        """The filters that say something."""
        return {name: text for name, text in self.asked.items() if text}

    @cached_property
    def unknown(self) -> tuple[UnknownValue, ...]:
        """What is wrong with the filters."""
        return unknown_values(self.given, self.older.document, self.newer.document)

    @cached_property
    def extents(self) -> Extents:
        return Extents(self.older.document, self.newer.document)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The differences that pass the filters, in their fixed order."""
        return fitting(changes_between(self.older, self.newer), self.extents, self.given)

    @cached_property
    def groups(self) -> tuple[ChangeGroup, ...]:
        return grouped(self.changes, self.extents)

    @property
    def titles(self) -> Titles:
        """What entries of registries are called in either version, in the newer one where both say so."""
        return titles_of(self.older.document.settings, self.newer.document.settings)

    @property
    def counts(self) -> dict[str, int]:
        """How many differences there are of each class, the gravest first."""
        classes = [change.change_class for change in self.changes]
        return {name: classes.count(name) for name in reversed(CHANGE_CLASSES)}

    @property
    def summary(self) -> str:
        """Such as ``3 differences: 1 breaking, 2 editorial``."""
        total = len(self.changes)
        told = ", ".join(f"{count} {name}" for name, count in self.counts.items() if count)
        return f"{total} difference{'' if total == 1 else 's'}" + (f": {told}" if told else "")

    @property
    def narrowed(self) -> str:
        """What is asked for, in words, such as ``class of change Breaking; return Children in need census``; empty where all is."""
        documents = (self.older.document, self.newer.document)
        return "; ".join(f"{NOUNS[name]} {known_values(name, *documents)[text]}" for name, text in self.given.items())
