"""Tables that a script fills for itself: temporary tables, table variables, and others that are no object of the specification.

Each is kept as the queries that gave it its rows. Where a statement reads it, it becomes one named query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from specs_app.sql.reading.rendering import NamedQuery
from specs_app.sql.reading.report import ReadingRemark
from specs_app.sql.reading.values import Variable


@dataclass(frozen=True)
class HelperRows:
    """Rows for a table: a query, whose columns are the table's in order, or a list of rows in brackets (``rows``)."""

    text: str = ""
    rows: str = ""
    columns: tuple[str, ...] = ()
    uses: tuple[NamedQuery, ...] = ()
    asked: tuple[Variable, ...] = ()
    remarks: tuple[ReadingRemark, ...] = ()


@dataclass
class HelperTable:
    """One such table as it stands at a place of the script."""

    name: str
    columns: tuple[str, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    fillings: list[HelperRows] = field(default_factory=list)
    remarks: list[ReadingRemark] = field(default_factory=list)
    declared: bool = False
    version: NamedQuery | None = None

    def add(self, filling: HelperRows) -> None:
        """More rows."""
        self.fillings.append(filling)
        self.version = None

    def replace(self, filling: HelperRows) -> None:
        """Other rows than before."""
        self.fillings = [filling]
        self.version = None

    def say(self, remark: ReadingRemark) -> None:
        """A remark for every body that reads the table from here on."""
        self.remarks.append(remark)
        self.version = None

    def empty(self) -> None:
        """No rows, as after TRUNCATE or DROP."""
        self.fillings, self.remarks, self.version = [], [], None


@dataclass
class HelperTables:
    """All of a script. ``taken`` are words that stand for tables in it, which no named query may hide."""

    dialect: str
    taken: Collection[str] = ()
    tables: dict[str, HelperTable] = field(default_factory=dict)
    used: Counter[str] = field(default_factory=Counter)

    def table(self, key: str) -> HelperTable:
        """The table of a folded name, new if need be."""
        return self.tables.setdefault(key, HelperTable(key))

    def read(self, key: str) -> NamedQuery | None:
        """The named query of a table as it stands now; None where the script neither fills nor declares it."""
        table = self.tables.get(key)
        if table is None or not (table.fillings or table.declared):
            return None
        if table.version is None:
            table.version = self._version(table)
        return table.version

    def fresh(self, wanted: str) -> str:
        """A name for a named query that is not in use."""
        bare = "".join(sign if sign.isalnum() or sign == "_" else "_" for sign in wanted.lstrip("#@")) or "rows"
        bare = f"t_{bare}" if bare in self.taken or bare[0].isdigit() else bare
        self.used[bare] += 1
        number = self.used[bare]
        return bare if number == 1 else self.fresh(f"{bare}_{number}")

    def _version(self, table: HelperTable) -> NamedQuery:
        fillings = _merged(table.fillings) or [HelperRows(self._no_rows(table))]
        uses = tuple(dict.fromkeys(used for one in fillings for used in one.uses))
        remarks = tuple(dict.fromkeys((*table.remarks, *(said for one in fillings for said in one.remarks))))
        asked = tuple(dict.fromkeys(variable for one in fillings for variable in one.asked))
        text = "\nUNION ALL\n".join(self._query(table, one) for one in fillings)
        return NamedQuery(self.fresh(table.name), table.columns, text, uses, asked, remarks)

    def _query(self, table: HelperTable, filling: HelperRows) -> str:
        given = filling.columns
        if filling.rows:
            names = ", ".join(given or table.columns)
            source = f"(VALUES {filling.rows}) AS v" + (f" ({names})" if names else "")
        elif not given or not table.columns or _same(given, table.columns):
            return filling.text
        else:
            source = f"(\n{filling.text}\n) AS v ({', '.join(given)})"
        wanted = [self._column(table, name, given) for name in table.columns] if given else []
        return f"SELECT {', '.join(wanted) or '*'} FROM {source}"

    def _column(self, table: HelperTable, name: str, given: tuple[str, ...]) -> str:
        if name.casefold() in {column.casefold() for column in given}:
            return name
        return f"{self._null(table, name)} AS {name}"

    def _null(self, table: HelperTable, name: str) -> str:
        kind = table.types.get(name.casefold(), "")
        return f"CAST(NULL AS {kind})" if kind else "NULL"

    def _no_rows(self, table: HelperTable) -> str:
        columns = ", ".join(f"{self._null(table, name)} AS {name}" for name in table.columns) or "NULL AS nothing"
        return f"SELECT {columns}{' FROM dual' if self.dialect == 'oracle' else ''} WHERE 1 = 0"


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [name.casefold() for name in one] == [name.casefold() for name in other]


def _merged(fillings: list[HelperRows]) -> list[HelperRows]:
    """The fillings, lists of rows that follow each other as one."""
    found: list[HelperRows] = []
    rows: list[str] = []
    for filling in fillings:
        joins = found and filling.rows and found[-1].rows and filling.columns == found[-1].columns and not filling.uses
        if joins:
            rows.append(filling.rows)
            continue
        found = _closed(found, rows)
        rows = [filling.rows]
        found.append(filling)
    return _closed(found, rows)


def _closed(found: list[HelperRows], rows: list[str]) -> list[HelperRows]:
    if not found or len(rows) < 2:
        return found
    last = found[-1]
    return [*found[:-1], HelperRows("", ",\n".join(rows), last.columns, last.uses, last.asked, last.remarks)]
