"""What products want written differently: the words that all scripts share, each a value or a method that a product overrides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp
from sqlglot.errors import ErrorLevel

from specs_app.document.dialects import DIALECTS
from specs_app.document.names import Kind
from specs_app.sql.dialects.frames import Frame, taken_off
from specs_app.sql.home import Home

#: A part of a path as people write one: ``[a b]``, ``"a b"``, or whatever stands between two dots.
WRITTEN = re.compile(r'\[((?:[^\]]|\]\])+)\]|"((?:[^"]|"")+)"|([^.]+)')
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


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, its columns as a list of identifiers, and its query."""

    name: str
    columns: str
    query: str


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
    ``reads`` are harmless parts of queries that this product has beside those of all
    (``safety.READS``); ``words`` are names, in upper case, that do more than read where they stand without quotes. ``unlike``
    are parts that mean something else here than elsewhere, so that no expression with them moves between products;
    ``empty_is_null`` says the same of ``''``. ``functions_only_read``: the product lets no function that somebody wrote change
    anything, so that queries may call them. ``incomparable`` are types whose values cannot be compared. ``clock`` is the server's
    time and ``stamp`` the type of a column that holds it; ``nowhere`` is the FROM of a query that reads no table.
    ``usual_schema`` is where tables go that name a database alone. ``batch`` is a line of its own that ends what the server
    compiles as one, ``quiet`` stops the server from counting rows aloud. ``frames`` are taken off before sqlglot reads a script.
    ``advice`` stands in the header of each script.
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
    incomparable: frozenset[str] = frozenset()
    path_parts: int = 4
    reads: Nodes = frozenset()
    words: frozenset[str] = frozenset()
    unlike: Nodes = frozenset()
    empty_is_null: bool = False
    functions_only_read: bool = False
    clock: str = "CURRENT_TIMESTAMP"
    stamp: str = "TIMESTAMP"
    nowhere: str = ""
    usual_schema: str = ""
    batch: str = ""
    quiet: str = ""
    frames: tuple[Frame, ...] = ()
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

    def is_ordered_by(self, text: str) -> bool:  # noqa: ARG002
        """Whether a client may take a part of a text for an order or an end of the statement, though it stands within quotes."""
        return False

    def remark(self, line: str) -> str:
        """The words of a comment, without what the product's clients would take for an order."""
        return line

    def aliased(self, table: str, alias: str) -> str:
        """A table in a FROM under another name."""
        return f"{table} AS {alias}"

    def drop_table(self, table: str) -> str:
        """Drops a table, given as an identifier, if it is there."""
        return f"DROP TABLE IF EXISTS {table}"

    def drop_temporary(self, table: str) -> list[str]:
        """Drops a temporary table, given as an identifier, if it is there."""
        return [self.drop_table(table)]

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

    def written_path(self, text: str) -> tuple[str, ...]:
        """The names of a path as people write it (``HDM.Child_Social``); without marks, as the server takes it."""
        parts = WRITTEN.findall(text.strip())
        return tuple(
            bracketed.replace("]]", "]") or quoted.replace('""', '"') or self.folded(plain.strip())
            for bracketed, quoted, plain in parts
        )

    def temporary_home(self, prefix: str, wanted: str) -> Home:  # noqa: ARG002
        """Where temporary tables live, and what their names begin with; ``wanted`` is an authority's wish."""
        return Home(prefix, temporary=True)

    def placed(self, home: Home, name: str) -> str:
        """A table, view or procedure of ours as an identifier, with the database and schema that the home names."""
        return ".".join((*map(self.quote, home.path), self.identifier(name)))

    def create_table(self, home: Home, name: str, columns: str) -> str:
        """Creates a table from the text of its columns."""
        return f"CREATE TABLE {self.placed(home, name)} (\n    {columns}\n)"

    def referenced(self, home: Home, name: str) -> str:
        """A table that a foreign key points at."""
        return self.placed(home, name)

    def primary_key(self, home: Home, name: str, columns: str) -> str:  # noqa: ARG002
        """The rule of a primary key, with its name."""
        return f"CONSTRAINT {self.identifier(name)} PRIMARY KEY ({columns})"

    def foreign_key(self, table: str, rule: str) -> str:
        """Adds the rule of a foreign key to a table, given as an identifier, without refusing the rows at hand."""
        raise NotImplementedError

    def elapsed(self, start: str, end: str) -> str:
        """How long it took from one time to another."""
        return f"{end} - {start}"

    def notes(self, home: Home, name: str, refs: Sequence[tuple[str, str]], mark: str) -> list[str]:
        """Writes onto a new table its mark, and onto its columns (given by name) the references of their items."""
        table = self.placed(home, name)
        noted = [f"COMMENT ON TABLE {table} IS {self.text(mark)}"]
        return noted + [
            f"COMMENT ON COLUMN {table}.{self.identifier(column)} IS {self.text(f'item_ref: {ref}')}"
            for column, ref in refs
        ]

    def unlink(self, home: Home) -> str:
        """Drops every foreign key from one table of ours to another, those that an older edition made too."""
        raise NotImplementedError

    def drop_outdated(self, home: Home, name: str, mark: str) -> str:
        """Drops a table that does not bear the mark."""
        raise NotImplementedError

    def if_missing(self, home: Home, name: str, statements: Sequence[str]) -> str:
        """Runs statements where there is no such table."""
        raise NotImplementedError

    def emptied(self, home: Home, name: str) -> str:
        """Empties a table: TRUNCATE, or DELETE where a foreign key of another table forbids that."""
        raise NotImplementedError

    def procedure(self, home: Home, name: str, statements: Sequence[str]) -> str:
        """Makes a stored procedure of statements."""
        raise NotImplementedError

    def called(self, home: Home, name: str) -> str:
        """Calls a stored procedure, from outside or from another."""
        raise NotImplementedError

    def inside(self, statement: str) -> str:
        """A statement within a procedure, with what ends it."""
        return f"{statement};"

    def views(self, home: Home, views: Iterable[View]) -> list[tuple[str, str]]:
        """The statements that make views anew, given in the order in which they read each other, each by the view's name."""
        return [(view.name, f"CREATE OR REPLACE VIEW {self.view(home, view)}") for view in views]

    def view(self, home: Home, view: View) -> str:
        """What stands behind CREATE VIEW."""
        return f"{self.placed(home, view.name)} ({view.columns}) AS\n{view.query}"

    def batches(self, script: str) -> list[str]:
        """The parts of a script that the server compiles one after the other."""
        return [script]

    def bare(self, script: str) -> str:
        """A script as the proof reads it: without the blocks around statements that sqlglot cannot parse.

        Only blocks that this dialect itself writes, word for word, are taken off. All others stay, and are refused.
        """
        return taken_off(script, self.frames)
