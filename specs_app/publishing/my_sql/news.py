"""What is new in a council's script since the version that it runs: the differences that touch it, and what its tables come to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.extent import Extents
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.for_me import Mine, ThingToDo, concerns, things_to_do
from specs_app.document.titles import Titles, titles_of
from specs_app.publishing.my_sql.asked import AskedScript, Understood
from specs_app.sql.errors import SqlError
from specs_app.sql.options import Options
from specs_app.sql.shapes import TableUpgrade, table_shapes, table_upgrade
from specs_app.versions.history import changes_between
from specs_app.versions.version import Version


@dataclass(frozen=True)
class ScriptNews:
    """What lies between the version that is run and the one that is read, for one script."""

    since: Version
    now: Version
    asked: AskedScript

    @property
    def titles(self) -> Titles:
        return titles_of(self.since.document.settings, self.now.document.settings)

    @cached_property
    def things(self) -> tuple[ThingToDo, ...]:
        """What the differences that touch the script ask for."""
        before, after = self.since.document, self.now.document
        extents = Extents(before, after)
        found = [change for change in changes_between(self.since, self.now) if self._touches(change, extents)]
        return things_to_do(before, after, Mine(), found)

    def _touches(self, change: Change, extents: Extents) -> bool:
        kind, *names = paths.split(change.address)
        if kind == "authorities":
            return names == [self.asked.answers.la]
        if kind == "extracts" and len(names) > 2 and names[2] != self.asked.options.local.variant:
            return False
        if kind == "settings" and len(names) == 2 and names[0] in EXTRACT_REGISTRIES:
            told = EXTRACT_REGISTRIES[names[0]].identified(names[1]) or {}
            return told.get("cms", "") in ("", self.asked.cms.key)
        return concerns(change, extents, Mine(frozenset({self.asked.cms.key})))

    @cached_property
    def tables(self) -> TableUpgrade | None:
        """What an upgrade does to the tables; None where the earlier version has no such script."""
        before = Understood(self.since.document, self.asked.answers)
        own = before.local if before.authority or not self.asked.authority else self.asked.options.local
        earlier = Options(self.asked.options.form, "keep", own)
        try:
            shapes = [
                table_shapes(version.document, self.asked.dialect, options)
                for version, options in ((self.since, earlier), (self.now, self.asked.options))
            ]
        except SqlError:
            return None
        return table_upgrade(*shapes)
