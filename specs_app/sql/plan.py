"""All that a script says, before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from specs_app.document.types import Category
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.fillings import Filling
from specs_app.sql.keys import ForeignKey, ForeignKeys, Namer
from specs_app.sql.names import Names
from specs_app.sql.options import Options
from specs_app.sql.tables import SqlColumn, SqlTable


@dataclass(frozen=True, slots=True)
class Origin:
    """What a script is made from and for whom: the slug of the specification, what its version is called, its revision, a digest of
    all that it says, the system, its title, and the authority.
    """

    slug: str
    title: str
    release: str
    revision: str
    checksum: str
    cms: str
    cms_title: str
    authority: str


@dataclass(frozen=True)
class ScriptPlan:
    """The tables of a script by name, how they are linked and filled, and in which order."""

    tables: Mapping[str, SqlTable]
    links: ForeignKeys
    fillings: Mapping[str, Filling]
    order: Sequence[str]
    dialect: Dialect
    namer: Namer
    names: Names
    options: Options
    origin: Origin
    categories: Mapping[str, Category]

    @cached_property
    def targets(self) -> frozenset[tuple[str, str]]:
        """The columns, by table and name, that the keys which are written point at."""
        return frozenset((key.parent, key.target) for key in self.links.keys)

    @cached_property
    def keys_of(self) -> Mapping[str, Sequence[ForeignKey]]:
        """The keys of each table that has any, by its name."""
        found: dict[str, list[ForeignKey]] = {}
        for key in self.links.keys:
            found.setdefault(key.child, []).append(key)
        return found

    def wants(self, kind: str, table: str = "") -> bool:
        """Whether the authority takes statements of a kind (as ``META-ELEMENT`` names it), for a table or at all."""
        local = self.options.local
        return kind not in local.leave_out_kinds and (kind, table) not in local.leave_out

    @property
    def scopes(self) -> dict[str, str]:
        """The words for the rows of each table that is filled; empty where nobody has said which are needed."""
        return {name: filling.scope for name, filling in self.fillings.items() if filling.statement}

    @property
    def has_keys(self) -> bool:
        """Whether the tables are linked at all: products differ in what temporary ones can have."""
        return not self.names.home.temporary

    def has_links(self, table: str) -> bool:
        """Whether there is anything to say of a table's foreign keys."""
        return table in self.keys_of or any(entry.child == table for entry in self.links.left_out)

    @property
    def has_log(self) -> bool:
        """Whether the steps of the run are noted."""
        return self.wants("test") or self.wants("console_output")

    @property
    def keeps(self) -> bool:
        """Whether tables stay, and lose their rows alone: as asked, or because the authority lets none be dropped."""
        return (self.options.rebuild == "keep" or not self.wants("drop_table")) and not self.names.home.temporary

    def pointed_at(self, table: SqlTable) -> tuple[SqlColumn, ...]:
        """The unique columns beside the key that foreign keys need. Others are not enforced: sources do not promise it."""
        return tuple(column for column in table.uniques if (table.name, column.name) in self.targets)

    def columns(self, table: str, *names: str) -> str:
        """Columns of a table as a list of identifiers."""
        return ", ".join(self.names.column(table, name) for name in names)
