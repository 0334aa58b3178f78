"""Rows for the tables that queries read, so that each query gives some: keys that meet, and the values that it looks for.

Each query has keys of its own. Under each of them a table has the rows which that query wants of it, and which those want that fill
the tables it reads besides. So no query meets the rows that another one wants under a key that both would give out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from sqlglot import exp

from tests.body_sources.kinds import Kinds, Node
from tests.body_sources.parts import is_day
from tests.body_sources.reading import Path, QueryReading, TableUse

TYPES = {"text": "text", "number": "bigint", "date": "date", "timestamp": "timestamp", "boolean": "boolean"}
KEYS_EACH = 4
FIRST_KEY = 10_001
LATER = ("end", "close", "ceas", "complet", "review", "due", "leav")
BORN = ("birth", "dob")
Wish = dict[str, Any]


@dataclass(frozen=True)
class SourceTable:
    """A table of a system: its columns with their types in PostgreSQL, and its rows, each with a value for every column."""

    path: Path
    columns: Mapping[str, str]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class RowPlan:
    """One row: its table, the key under which it stands, what is wanted of it, and which of the things under that key it is."""

    path: Path
    key: int
    wish: Wish
    thing: int


class Sources:
    """The tables of all these queries, which fill the tables of their names. ``own`` are those, by column the kind and size."""

    def __init__(
        self, queries: Mapping[str, exp.Query], own: Mapping[str, Mapping[str, tuple[str, int]]], today: date
    ) -> None:
        self.kinds, self.own, self.today = Kinds(), own, today
        for table, columns in own.items():
            for column, (kind, _) in columns.items():
                self.kinds.say(("column", (table,), column), f"as {kind}")
        self.readings = {name: QueryReading(query, self.kinds, own) for name, query in queries.items()}
        for name, reading in self.readings.items():
            self._fit_outputs(name, reading)
        self.keys = keys_of(self.readings)
        self.columns = self._columns()
        self.numbers = {path: number for number, path in enumerate(sorted(self.columns))}
        self.turned = self._turned()
        self.answering = self._answering()
        self.shared = self._shared()

    def tables(self) -> list[SourceTable]:
        """All of them, by their paths."""
        return [self._table(path, sorted(names)) for path, names in sorted(self.columns.items())]

    # What is known of all queries together

    def _fit_outputs(self, name: str, reading: QueryReading) -> None:
        """What becomes a column of the standard fits it."""
        for column, node in reading.outputs.items():
            kind, size = self.own[name].get(column, ("text", 0))
            if node is not None and kind != "text":
                self.kinds.say(node, f"as {kind}")
            elif node is not None and size:
                self.kinds.limit(node, size)

    def _columns(self) -> dict[Path, set[str]]:
        found: dict[Path, set[str]] = defaultdict(set)
        for reading in self.readings.values():
            for path, names in reading.columns.items():
                if path[-1] not in self.own:
                    found[path] |= names
        return found

    def _turned(self) -> dict[Path, set[str]]:
        found: dict[Path, set[str]] = defaultdict(set)
        for reading in self.readings.values():
            for use in reading.uses.values():
                found[use.table] |= use.turned
        return found

    def _answering(self) -> dict[Path, set[str]]:
        """The columns that hold questions and answers, and so differ within one thing."""
        found = {path: set(columns) for path, columns in self.turned.items()}
        for reading in self.readings.values():
            for use in reading.uses.values():
                found[use.table] |= {column for more in use.answers.values() for column in more}
        return found

    def _shared(self) -> set[Node]:
        """The roots of the columns that meet those of another table."""
        tables: dict[Node, set[Path]] = defaultdict(set)
        own = {(name,): set(columns) for name, columns in self.own.items()}
        for path, columns in {**self.columns, **own}.items():
            for column in columns:
                tables[self.kinds.root(("column", path, column))].add(path)
        return {root for root, paths in tables.items() if len(paths) > 1}

    # Rows

    def _table(self, path: Path, columns: list[str]) -> SourceTable:
        types = {name: TYPES[self.kinds.kind(("column", path, name))] for name in columns}
        plans = [plan for name, keys in self.keys.items() for key in keys for plan in self._plans(name, path, key)]
        rows = dict.fromkeys(tuple(self._value(plan, column) for column in columns) for plan in plans)
        return SourceTable(path, types, tuple(rows))

    def _plans(self, name: str, path: Path, key: int) -> Iterator[RowPlan]:
        """The rows that are wanted of a table under a key: wishes that agree with each other are one row.

        Those that differ in nothing but a column that becomes columns are about one thing.
        """
        wishes: list[Wish] = []
        for needed in dict.fromkeys(self._needed(name)):
            for use in self.readings[needed].wanted(key % KEYS_EACH):
                for wish in _wishes_of(use, key) if use.table == path else ():
                    _put(wish, wishes)
        things: list[Wish] = []
        for wish in wishes:
            thing = {column: value for column, value in wish.items() if column not in self.answering[path]}
            if thing not in things:
                things.append(thing)
            yield RowPlan(path, key, wish, things.index(thing))

    def _needed(self, name: str, known: frozenset[str] = frozenset()) -> list[str]:
        """A query behind those that fill the tables it reads."""
        more = [other for other in sorted(self.readings[name].reads) if other in self.readings and other not in known]
        return [*(one for other in more for one in self._needed(other, known | {name, other})), name]

    def _value(self, plan: RowPlan, column: str) -> Any:
        node = ("column", plan.path, column)
        kind, size = self.kinds.kind(node), self.kinds.size(node)
        wanted = plan.wish.get(column, "")
        if column in plan.wish and not (
            kind in {"date", "timestamp"} and wanted is not None and not is_day(str(wanted))
        ):
            return None if plan.wish[column] is None else _as_kind(plan.wish[column], kind)
        if kind in {"date", "timestamp"}:
            return self._day(column, plan)
        if kind == "boolean":
            return True
        number = plan.key if self.kinds.root(node) in self.shared else plan.key * 100 + plan.thing
        if kind == "number":
            return number
        dated = not column.endswith("id") and self._is_day(plan, node)
        text = self._day(column, plan).isoformat() if dated else str(number)
        return text[-size:] if size else text

    def _is_day(self, plan: RowPlan, node: Node) -> bool:
        """Whether a text that is read as a day somewhere holds one: of answers to questions those about one."""
        questions = [str(plan.wish[column]) for column in self.turned[plan.path] if column in plan.wish]
        asked = any("date" in question.casefold() for question in questions)
        return self.kinds.is_dated(node) and (asked or not questions)

    def _day(self, column: str, plan: RowPlan) -> date:
        """A day of the last months; those that end something come behind those that begin it, and births long before.

        No two tables have the same days, so that what ends in the one does not end in the other.
        """
        if any(word in column for word in BORN):
            return self.today - timedelta(days=365 * 9 + plan.key % 300)
        if any(word in column for word in LATER):
            return self.today - timedelta(days=5 + self.numbers[plan.path])
        return self.today - timedelta(days=90 + plan.key % KEYS_EACH)


def keys_of(names: Iterable[str]) -> dict[str, range]:
    """The keys of each of these queries."""
    starts = {name: FIRST_KEY + number * KEYS_EACH for number, name in enumerate(names)}
    return {name: range(start, start + KEYS_EACH) for name, start in starts.items()}


def _wishes_of(use: TableUse, key: int) -> Iterator[Wish]:
    """The rows that one place wants: of each column another value under each key, and all of those that become columns."""
    turned = sorted(use.turned)
    for values in product(*(use.wanted[column] for column in turned)):
        chosen = {column: values[key % len(values)] for column, values in use.wanted.items()}
        wish = {**chosen, **dict(zip(turned, values, strict=True))}
        answers = [more for (column, value), more in use.answers.items() if wish.get(column) == value]
        yield wish | {column: given[key % len(given)] for more in answers for column, given in more.items()}


def _put(wish: Wish, found: list[Wish]) -> None:
    for other in found:
        if all(other.get(column, value) == value for column, value in wish.items()):
            other.update(wish)
            return
    found.append(dict(wish))


def _as_kind(wanted: Any, kind: str) -> Any:
    if kind == "number":
        digits = str(wanted).lstrip("-")
        return int(str(wanted)) if digits.isdigit() else 1
    if kind == "boolean":
        return wanted in (True, "true", "t", "1", 1)
    return str(wanted)
