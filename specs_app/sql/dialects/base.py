"""What products want written differently: the words that all scripts share, each a value or a method that a product overrides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp
from sqlglot.errors import ErrorLevel

from specs_app.document.dialects import DIALECTS
from specs_app.document.names import Kind

Measure = Literal["bytes", "units"]
Nodes = frozenset[type[exp.Expr]]


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
    """One database product: values where it differs by a word, methods where it differs by a sentence.

    ``parser`` is sqlglot's name of it. ``quotes`` are the marks around an identifier, the closing one is doubled inside.
    ``name_limit`` counts UTF-8 bytes (``bytes``) or UTF-16 units (``units``). ``types`` has a rule for every logical kind,
    and ``spelled`` a type for single words of the specification, in lower case, that the rule of their kind is too narrow
    for. ``text_mark`` stands before a literal. ``variables`` begin what a client replaces before it sends a script, so no
    name holds them. ``path_parts`` is how many names a source column may have at most, its own among them: 3 where a table is
    reached as ``schema.table``, 4 where another database may stand before the schema. ``convert`` are the kinds whose source
    is cast to the column's type; others are taken as they are. ``unindexed`` are types that no key or index can hold.
    ``late_key`` is written behind a foreign key that shall not refuse the rows at hand; empty where the product, or a parser
    of it, has no such words. ``reads`` are harmless parts of queries that this product has beside those of all
    (``safety.READS``); ``words`` are names, in upper case, that do more than read where they stand without quotes. ``unlike``
    are parts that mean something else here than elsewhere, so that no expression with them moves between products;
    ``empty_is_null`` says the same of ``''``. ``functions_only_read``: the product lets no function that somebody wrote change
    anything, so that queries may call them. ``advice`` stands in the header of each script.
    """

    key: str
    parser: str
    name_limit: int
    measure: Measure
    types: Mapping[Kind, TypeRule]
    quotes: tuple[str, str] = ('"', '"')
    text_mark: str = ""
    variables: tuple[str, ...] = ("$(",)
    spelled: Mapping[str, str] = field(default_factory=dict)
    convert: frozenset[Kind] = frozenset()
    unindexed: frozenset[str] = frozenset()
    path_parts: int = 4
    late_key: str = ""
    reads: Nodes = frozenset()
    words: frozenset[str] = frozenset()
    unlike: Nodes = frozenset()
    empty_is_null: bool = False
    functions_only_read: bool = False
    advice: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call the product."""
        return DIALECTS[self.key]

    def quote(self, name: str) -> str:
        """A name as an identifier, whatever it holds."""
        opening, closing = self.quotes
        return f"{opening}{name.replace(closing, closing * 2)}{closing}"

    def folded(self, name: str) -> str:
        """What a name means that is written without quotes."""
        return name

    def own(self, name: str) -> str:
        """A name of the specification as its tables, columns and keys bear it."""
        return name

    def identifier(self, name: str) -> str:
        """A name of the specification as an identifier."""
        return self.quote(self.own(name))

    def text(self, value: str) -> str:
        """A value as a literal, whatever it holds."""
        return f"{self.text_mark}'{value.replace(chr(39), chr(39) * 2)}'"

    def usable(self, name: str) -> bool:
        """Whether a name can be an identifier: printable, not too long, and no variable of the client."""
        plain = bool(name.strip()) and name.isprintable() and not any(sign in name for sign in self.variables)
        return plain and self.length(name) <= self.name_limit

    def length(self, name: str) -> int:
        """The length of a name as the product counts it."""
        if self.measure == "bytes":
            return len(name.encode("utf-8", "surrogatepass"))
        return len(name.encode("utf-16-le", "surrogatepass")) // 2

    def remark(self, line: str) -> str:
        """The words of a comment, without what the product's clients would take for an order."""
        return line

    def aliased(self, table: str, alias: str) -> str:
        """A table in a FROM under another name."""
        return f"{table} AS {alias}"

    def drop_table(self, table: str) -> str:
        """Drops a table, given as an identifier, if it is there."""
        return f"DROP TABLE IF EXISTS {table}"

    def drop_key(self, table: str, name: str) -> str:
        """Drops a foreign key of a table, both given as identifiers, if both are there."""
        return f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS {name}"

    def insert(self, target: str, query: str, named: str = "") -> str:
        """The rows of a query into ``target`` (``INSERT INTO t (a)``). ``named`` is its WITH, with the line end, or empty."""
        return f"{named}{target}\n{query}"

    def years_ago(self, years: int) -> str:
        """The day so many years before the one on which the script runs."""
        return f"CURRENT_DATE - INTERVAL '{years} years'"

    def ended(self, statement: str) -> str:
        """A statement with what ends it."""
        return f"{statement};"

    def spell(self, tree: exp.Expr) -> str:
        """A parsed expression in the product's words; raises ``SqlglotError`` where it has none."""
        return tree.sql(dialect=self.parser, unsupported_level=ErrorLevel.RAISE, comments=False)

    def bare(self, script: str) -> str:
        """A script as the proof reads it: without the blocks around statements that sqlglot cannot parse.

        Only blocks that this dialect itself writes, word for word, are taken off. All others stay, and are refused.
        """
        return script
