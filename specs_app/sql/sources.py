"""Where a mapping says that an item is held: a column of a source table, an expression of such columns, or nothing known.

A source is a path (``TABLE.COLUMN``, ``SCHEMA.TABLE.COLUMN``, with a database before it in T-SQL) or a scalar expression of
such paths and of parameters (``:years``). Names may stand in ``[...]`` or ``"..."``; without, they mean what they mean to the
server (``Dialect.folded``). An expression is read in the dialect of its own system; for another dialect it is taken only where
its words mean the same everywhere (``PORTABLE``). Prose, placeholders and paths into the specification's own tables are no source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from specs_app.document.holding import written_place
from specs_app.document.types import CmsMapping
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.parameters import NO_VALUES, ParameterValues

ALIAS = "src"
LONGEST = 2000
PART = r'(?:\w[\w$#@]*|\[(?:[^\]]|\]\])+\]|"(?:[^"]|"")+")'
PATH = re.compile(rf"{PART}(?:[ \t]*\.[ \t]*{PART}){{1,3}}", re.ASCII)
TABLE = re.compile(rf"{PART}(?:[ \t]*\.[ \t]*{PART}){{0,2}}", re.ASCII)
PARTS = re.compile(PART, re.ASCII)
PLACEHOLDER = re.compile(r"placeholder|unknown_(?:field|table|column)", re.IGNORECASE)

PORTABLE = frozenset(
    {
        *(exp.Column, exp.Identifier, exp.Literal, exp.National, exp.Null, exp.Paren, exp.Not, exp.And, exp.Or),
        *(exp.Case, exp.If, exp.Coalesce, exp.Nullif, exp.Concat, exp.DPipe, exp.Upper, exp.Lower, exp.Trim),
        *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between, exp.Like),
    }
)
SCALAR = PORTABLE | {
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg, exp.Abs, exp.Round, exp.Boolean, exp.Cast, exp.TryCast, exp.Convert),
    *(exp.DataType, exp.DataTypeParam, exp.Var, exp.Substring, exp.Left, exp.Right, exp.Length, exp.StrPosition),
    *(exp.Extract, exp.DateFromParts),
}
TRUTHS = (exp.Predicate, exp.Connector, exp.Not, exp.Literal, exp.Null, exp.Boolean)


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """A known source: the tables that it reads, their identifiers quoted and joined, and the text as it was written.

    ``column`` is the quoted column of a path; of an expression ``tree`` is the parse tree, in which each column names its table.
    """

    tables: tuple[str, ...]
    written: str
    column: str = ""
    tree: exp.Expr | None = field(default=None, compare=False, repr=False)

    @property
    def table(self) -> str:
        """The table, or the first of several."""
        return self.tables[0]

    def value(self, dialect: Dialect, aliases: Mapping[str, str] | None = None) -> str:
        """The value in SQL. ``aliases`` are what the tables, in lower case, are called there; without, the one is ``src``."""
        called = aliases or {self.table.casefold(): ALIAS}
        if self.tree is None:
            return f"{called[self.table.casefold()]}.{self.column}"
        tree = self.tree.copy()
        for column in tree.find_all(exp.Column):
            column.set("table", exp.to_identifier(called[column.table.casefold()]))
        return dialect.spell(tree)


@dataclass(frozen=True, slots=True)
class NotKnown:
    """No source, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class SourceWords:
    """What is known while mappings are read: the dialect that is written, that of the system itself, the specification's own tables
    in lower case, and the values of parameters."""

    dialect: Dialect
    own_tables: Collection[str] = ()
    native: str = ""
    values: ParameterValues = NO_VALUES


def source_of(mapping: CmsMapping | None, words: SourceWords) -> ColumnSource | NotKnown:
    """What a mapping says."""
    if mapping is None:
        return NotKnown("not mapped")
    written = written_place(mapping)
    if not written.strip():
        return NotKnown(f"not known: {mapping.note}" if mapping.note else "no source is known")
    found = read_source(written.strip(), words)
    if isinstance(found, NotKnown) and mapping.note:
        return NotKnown(f"{found.reason}; {mapping.note}")
    return found


def read_source(written: str, words: SourceWords) -> ColumnSource | NotKnown:
    """What a text says that stands for a source."""
    if len(written) > LONGEST or not written.replace("\n", " ").replace("\t", " ").isprintable():
        return NotKnown("the mapping is too long to be a source, or holds control characters")
    if PATH.fullmatch(written):
        return _path(written, words)
    if "?" in written:  # a doubt, though some dialects read it as an operator
        return NotKnown(f"the mapping is in doubt ({written})")
    return _expression(written, words)


def _path(written: str, words: SourceWords) -> ColumnSource | NotKnown:
    names = [_name(part, words.dialect) for part in PARTS.findall(written)]
    if reason := _why_no_source(names, words):
        return NotKnown(reason)
    return ColumnSource((_table(names[:-1], words.dialect),), written, words.dialect.quote(names[-1]))


def table_of(written: str, dialect: Dialect) -> str:
    """A table as it is written (``PEOPLE``, ``dbo.[PEOPLE]``), as its quoted identifiers; empty where it is none."""
    if not TABLE.fullmatch(written):
        return ""
    names = [_name(part, dialect) for part in PARTS.findall(written)]
    fits = len(names) < dialect.path_parts and all(map(dialect.usable, names))
    return _table(names, dialect) if fits else ""


def _why_no_source(names: list[str], words: SourceWords) -> str:
    """Why a path, as the names of its parts, is no column to be read; empty where it is one."""
    dialect, table = words.dialect, names[-2]
    if table.casefold() in words.own_tables:
        return f"the mapping names {table}, a table of the specification itself"
    if any(PLACEHOLDER.match(name) for name in names):
        return "the mapping is a placeholder"
    if not all(dialect.usable(name) for name in names):
        return f"the mapping's name is no usable identifier in {dialect.title}"
    if len(names) > dialect.path_parts:
        return f"held in {'.'.join(names)}, another database, which {dialect.title} cannot read"
    return ""


def _name(part: str, dialect: Dialect) -> str:
    if part[0] in '["':
        return part[1:-1].replace("]]" if part[0] == "[" else '""', part[-1])
    return dialect.folded(part)


def _table(names: list[str], dialect: Dialect) -> str:
    return ".".join(dialect.quote(name) for name in names)


def _expression(written: str, words: SourceWords) -> ColumnSource | NotKnown:
    dialect, native = words.dialect, words.native or words.dialect.key
    tree = _scalar(written, native)
    if tree is None:
        return NotKnown(f"the mapping is no path and no expression of columns ({written})")
    if dialect.key != native and not _is_portable(tree, dialect, DIALECTS[native]):
        return NotKnown(f"written in another dialect, in words that {dialect.title} may read differently ({written})")
    if reason := words.values.bind(tree, dialect):
        return NotKnown(reason)
    tables: dict[str, None] = {}
    for column in list(tree.find_all(exp.Column)):
        names = [_identifier(part, dialect) for part in column.parts]
        if reason := _why_no_source(names, words):
            return NotKnown(reason)
        table = _table(names[:-1], dialect)
        tables[table] = None
        column.replace(exp.column(exp.to_identifier(names[-1], quoted=True), table=exp.to_identifier(table)))
    return _spelled(ColumnSource(tuple(tables), written, tree=tree), dialect)


def _is_portable(tree: exp.Expr, *dialects: Dialect) -> bool:
    """Whether each part means the same in both products."""
    odd = frozenset[type[exp.Expr]]().union(*(dialect.unlike for dialect in dialects))
    nulls = any(dialect.empty_is_null for dialect in dialects)
    nodes = tuple(tree.walk())
    empty = any(isinstance(node, exp.Literal | exp.National) and node.this == "" for node in nodes)
    return not (nulls and empty) and all(type(node) in (PORTABLE - odd) | {exp.Placeholder} for node in nodes)


def _spelled(source: ColumnSource, dialect: Dialect) -> ColumnSource | NotKnown:
    try:
        source.value(dialect, {table.casefold(): ALIAS for table in source.tables})
    except SqlglotError:
        return NotKnown(f"{dialect.title} cannot say {source.written}")
    return source


def _identifier(part: exp.Expr, dialect: Dialect) -> str:
    return part.name if part.args.get("quoted") else dialect.folded(part.name)


def _scalar(written: str, native: str) -> exp.Expr | None:
    """The expression, wrapped in parentheses so that it can be changed at its root; None where it is anything else."""
    try:
        trees = sqlglot.parse(f"SELECT ({written})", dialect=DIALECTS[native].parser)
    except (SqlglotError, RecursionError):
        return None
    tree = trees[0] if len(trees) == 1 else None
    if not isinstance(tree, exp.Select) or not _is_bare(tree):
        return None
    value = tree.expressions[0]
    plain = isinstance(value, exp.Paren) and _is_scalar(value)
    return value if plain else None


def _is_bare(tree: exp.Select) -> bool:
    return len(tree.expressions) == 1 and not any(value for key, value in tree.args.items() if key != "expressions")


def _is_scalar(value: exp.Expr) -> bool:
    columns = list(value.find_all(exp.Column))
    checks: tuple[Callable[[], bool], ...] = (
        lambda: not isinstance(value.this, TRUTHS),
        lambda: bool(columns) and all(len(column.parts) > 1 for column in columns),
        lambda: all(type(node) in SCALAR | {exp.Placeholder} for node in value.walk()),
        # Clients read each line by itself, also within quotes.
        lambda: not any("\n" in text.name for text in value.find_all(exp.Literal, exp.National, exp.Identifier)),
    )
    return all(check() for check in checks)
