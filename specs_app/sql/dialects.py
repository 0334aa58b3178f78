"""The SQL dialects: a table of differences each. A dialect is one entry of ``DIALECTS``; nothing else knows its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from specs_app.document.names import Kind
from specs_app.sql.errors import UnknownDialect

Measure = Literal["bytes", "units"]


@dataclass(frozen=True, slots=True)
class TypeRule:
    """How one logical type is written.

    ``sized`` takes the size (``NVARCHAR({})``) up to ``limit``; ``open`` is the type without a size, or above the limit.
    ``key`` stands for ``open`` where the column is part of a key or an index, if the open type cannot be.
    """

    open: str
    sized: str = ""
    limit: int = 0
    key: str = ""


@dataclass(frozen=True)
class Dialect:
    """What one database product wants written differently.

    ``parser`` is sqlglot's name of it. ``quotes`` are the marks around an identifier, the closing one is doubled inside.
    ``name_limit`` counts UTF-8 bytes (``bytes``) or UTF-16 units (``units``). ``folds`` says that a name written without quotes
    means its lower-case form. ``convert`` are the kinds whose source is cast to the column's type; others are taken as they are.
    ``unindexed`` are types that no key or index can hold. ``late_key`` is written behind a foreign key that shall not refuse the
    rows at hand; empty where the product, or a parser of it, has no such words. ``guard`` holds before a constraint is dropped.
    """

    key: str
    title: str
    parser: str
    quotes: tuple[str, str]
    text_mark: str
    name_limit: int
    measure: Measure
    folds: bool
    types: Mapping[Kind, TypeRule]
    spelled: Mapping[str, str] = field(default_factory=dict)
    convert: frozenset[Kind] = frozenset()
    unindexed: frozenset[str] = frozenset()
    path_parts: int = 4
    late_key: str = ""
    drop_key: str = ""
    advice: tuple[str, ...] = ()

    def quote(self, name: str) -> str:
        """A name as an identifier, whatever it holds."""
        opening, closing = self.quotes
        return f"{opening}{name.replace(closing, closing * 2)}{closing}"

    def text(self, value: str) -> str:
        """A value as a literal, whatever it holds."""
        return f"{self.text_mark}'{value.replace(chr(39), chr(39) * 2)}'"

    def usable(self, name: str) -> bool:
        """Whether a name can be an identifier: printable, not too long, and no variable of the client (``$(x)``)."""
        return bool(name.strip()) and name.isprintable() and "$(" not in name and self.length(name) <= self.name_limit

    def length(self, name: str) -> int:
        """The length of a name as the product counts it."""
        if self.measure == "bytes":
            return len(name.encode("utf-8", "surrogatepass"))
        return len(name.encode("utf-16-le", "surrogatepass")) // 2


TSQL = Dialect(
    key="tsql",
    title="SQL Server (T-SQL)",
    parser="tsql",
    quotes=("[", "]"),
    text_mark="N",
    name_limit=128,
    measure="units",
    folds=False,
    types={
        "text": TypeRule("NVARCHAR(MAX)", "NVARCHAR({})", 4000, key="NVARCHAR(450)"),
        "char": TypeRule("NVARCHAR(MAX)", "NCHAR({})", 4000, key="NVARCHAR(450)"),
        "integer": TypeRule("INT"),
        "float": TypeRule("FLOAT"),
        "decimal": TypeRule("DECIMAL(38, 10)"),
        "date": TypeRule("DATE"),
        "datetime": TypeRule("DATETIME"),
        "boolean": TypeRule("BIT"),
        "binary": TypeRule("VARBINARY(MAX)", "BINARY({})", 8000, key="VARBINARY(900)"),
        "unknown": TypeRule("NVARCHAR(MAX)", key="NVARCHAR(450)"),
    },
    spelled={"bigint": "BIGINT"},
    unindexed=frozenset({"NVARCHAR(MAX)", "VARBINARY(MAX)"}),
    drop_key="IF OBJECT_ID({literal}, N'F') IS NOT NULL ALTER TABLE {table} DROP CONSTRAINT {name}",
    advice=(
        "Needs SQL Server 2016 or later.",
        "SQL Server compiles a script as one batch: where tables of an older version of the specification exist, run the",
        "DROP TABLE statements by themselves first, then the whole script.",
    ),
)

POSTGRES = Dialect(
    key="postgres",
    title="PostgreSQL",
    parser="postgres",
    quotes=('"', '"'),
    text_mark="",
    name_limit=63,
    measure="bytes",
    folds=True,
    types={
        "text": TypeRule("text", "varchar({})", 10_485_760),
        "char": TypeRule("text", "char({})", 10_485_760),
        "integer": TypeRule("integer"),
        "float": TypeRule("double precision"),
        "decimal": TypeRule("numeric"),
        "date": TypeRule("date"),
        "datetime": TypeRule("timestamp"),
        "boolean": TypeRule("boolean"),
        "binary": TypeRule("bytea"),
        "unknown": TypeRule("text"),
    },
    spelled={"bigint": "bigint"},
    convert=frozenset({"integer", "float", "decimal", "date", "datetime", "boolean", "binary"}),
    path_parts=3,
    late_key=" NOT VALID",
    drop_key="ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS {name}",
    advice=(
        "Run it in one transaction (psql --single-transaction), so that a failure leaves the earlier tables in place.",
    ),
)

DIALECTS: Mapping[str, Dialect] = {dialect.key: dialect for dialect in (TSQL, POSTGRES)}


def dialect_of(key: str) -> Dialect:
    """The dialect of that key; ``UnknownDialect`` where there is none."""
    try:
        return DIALECTS[key]
    except KeyError:
        known = ", ".join(DIALECTS)
        raise UnknownDialect(f"No SQL dialect is called {key!r}.", f"Use one of: {known}.") from None
