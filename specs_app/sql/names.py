"""What a script calls the tables and columns of a specification: as the standard does, or as one authority has settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.document.types import DataObject, Document, Item
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import SqlError
from specs_app.sql.home import Home
from specs_app.sql.options import LocalColumn, LocalSettings, Options


class UnusableSetting(SqlError):
    """An authority's setting names a place that cannot be named in SQL."""


@dataclass(frozen=True)
class Names:
    """The home of a script's tables, and what tables and columns are called where it is not as in the standard.

    ``source`` are the names in front of source tables that name no schema themselves.
    """

    dialect: Dialect
    home: Home
    source: tuple[str, ...] = ()
    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def are_standard(self) -> bool:
        """Whether a query in the standard's words may stay as it is."""
        return not (self.home.path or self.source or self.tables or self.columns)

    def plain(self, table: str) -> str:
        """A table's own name."""
        return self.tables.get(table, table)

    def table(self, table: str) -> str:
        """A table as an identifier, with what must stand before it."""
        return self.dialect.placed(self.home, self.plain(table))

    def column_name(self, table: str, column: str) -> str:
        """A column's own name."""
        return self.columns.get((table, column), column)

    def column(self, table: str, column: str) -> str:
        """A column as an identifier."""
        return self.dialect.identifier(self.column_name(table, column))

    def own(self, name: str) -> str:
        """A table, view or procedure beside those of the standard: the prefix and a name."""
        return f"{self.home.prefix}{name}"

    def placed(self, name: str) -> str:
        """The same as an identifier, with what must stand before it."""
        return self.dialect.placed(self.home, self.own(name))


def names_of(document: Document, dialect: Dialect, options: Options) -> tuple[Names, tuple[Problem, ...]]:
    """The names that an authority's settings ask for, and why some are not taken.

    Raises ``UnusableSetting`` for a place that cannot be named.
    """
    local, problems = options.local, list[Problem]()
    home = _home(document.settings.table_prefix, dialect, options, problems)
    asked = {entry.object: entry.table for entry in local.columns if entry.table}
    tables = _tables(document, asked, home, dialect, problems)
    columns = _columns(document, local.columns, dialect, problems)
    source = _path("source_schema", local.source_schema, dialect)
    if len(source) > dialect.path_parts - 2:
        source = source[-1:]
        problems.append(_not_taken(f"The database of {local.source_schema!r}", f"{dialect.title} reads no other one"))
    return Names(dialect, home, source, tables, columns), tuple(problems)


def _home(prefix: str, dialect: Dialect, options: Options, problems: list[Problem]) -> Home:
    local = options.local
    if local.temporary or options.form == "temporary":
        return dialect.temporary_home(prefix, local.temporary_prefix)
    database, schema = _single("database", local.database, dialect), _single("schema", local.schema, dialect)
    if not database:
        return Home(prefix, schema=schema)
    if dialect.path_parts < 4 or options.form in {"procedures", "views"}:
        problems.append(_not_taken(f"Database {database!r}", f"connect to it: {dialect.title} does not name it here"))
        return Home(prefix, schema=schema)
    return Home(prefix, database, schema or dialect.usual_schema)


def _single(setting: str, value: str, dialect: Dialect) -> str:
    """One name, even where it holds dots."""
    value = value.strip()
    marked = len(value) > 2 and (value[0], value[-1]) in {("[", "]"), ('"', '"')}
    return _usable(setting, value[1:-1] if marked else dialect.folded(value), dialect) if value else ""


def _path(setting: str, value: str, dialect: Dialect) -> tuple[str, ...]:
    return tuple(_usable(setting, name, dialect) for name in dialect.written_path(value))


def place_faults(local: LocalSettings, dialect: Dialect) -> dict[str, str]:
    """What is wrong with the settings that name a place, each by its field; nothing where all can be named."""
    faults = {}
    for setting in ("source_schema", "database", "schema"):
        value = getattr(local, setting)
        try:
            names = (
                _path(setting, value, dialect) if setting == "source_schema" else (_single(setting, value, dialect),)
            )
        except UnusableSetting as error:
            faults[setting] = error.message
        else:
            if value.strip() and not any(names):
                faults[setting] = f"The setting {setting} is {value!r}, which names nothing."
    return faults


def _usable(setting: str, name: str, dialect: Dialect) -> str:
    if not dialect.usable(name):
        raise UnusableSetting(
            f"The setting {setting} is {name!r}, which is no usable identifier in {dialect.title}.",
            "Correct it in the authority's settings.",
        )
    return name


def _tables(
    document: Document, asked: Mapping[str, str], home: Home, dialect: Dialect, problems: list[Problem]
) -> dict[str, str]:
    """The tables that are called otherwise. Temporary ones have the prefix of these in place of the standard's."""
    prefix, taken, tables = document.settings.table_prefix, set[str](), dict[str, str]()
    for entry in document.objects:
        name = asked.get(entry.name, "")
        if name and (reason := _why_no_table(name, prefix, taken, dialect)):
            problems.append(_not_taken(f"Table name {name!r} for {entry.name}", reason, paths.of_object(entry.name)))
            name = ""
        name = name or entry.name
        taken.add(name.casefold())
        if name.startswith(prefix):
            name = f"{home.prefix}{name[len(prefix) :]}"
        if name != entry.name:
            tables[entry.name] = name
    return tables


def _why_no_table(name: str, prefix: str, taken: set[str], dialect: Dialect) -> str:
    if not dialect.usable(name):
        return f"it is no usable identifier in {dialect.title}"
    if not name.startswith(prefix):
        return f"it does not begin with {prefix!r}, and a script writes to no other table"
    return "another table has that name" if name.casefold() in taken else ""


def _columns(
    document: Document, asked: Iterable[LocalColumn], dialect: Dialect, problems: list[Problem]
) -> dict[tuple[str, str], str]:
    wanted = {(entry.object, entry.item): entry.name for entry in asked if entry.item and entry.name}
    found: dict[tuple[str, str], str] = {}
    for entry in document.objects if wanted else ():
        standard = {item.name.casefold() for item in entry.items}
        taken = set[str]()
        for item in entry.items:
            name = wanted.get((entry.name, item.name), "")
            if not name or name == item.name:
                continue
            free = name.casefold() not in (standard - {item.name.casefold()}) | taken
            if dialect.usable(name) and free:
                found[entry.name, item.name] = name
                taken.add(name.casefold())
            else:
                reason = f"it is no usable identifier in {dialect.title}" if free else "another column has that name"
                what = f"Column name {name!r} for {entry.name}.{item.name}"
                problems.append(_not_taken(what, reason, paths.of_item(entry, item)))
    return found


def locally_typed(document: Document, local: LocalSettings) -> Document:
    """A document with the types and sizes that an authority has settled, so that all that follows from a type follows."""
    wanted = {(entry.object, entry.item): entry for entry in local.columns if entry.type or entry.size}
    if not wanted:
        return document

    def typed(entry: DataObject, item: Item) -> Item:
        own = wanted.get((entry.name, item.name))
        if own is None:
            return item
        size = own.size if own.size or own.type else item.max_field_size
        return replace(item, type=own.type or item.type, max_field_size=size)

    objects = tuple(
        replace(entry, items=tuple(typed(entry, item) for item in entry.items)) for entry in document.objects
    )
    return replace(document, objects=objects)


def _not_taken(what: str, reason: str, address: str = "") -> Problem:
    return Problem(
        "local-setting-left-out",
        "warning",
        f"{what} is not taken from the authority's settings: {reason}.",
        "Correct the authority's settings.",
        address=address,
    )
