"""Where a mapping says that an item is held: a column of a source table, an expression of such columns, or nothing known.

A source is a path (``TABLE.COLUMN``, ``SCHEMA.TABLE.COLUMN``, with a database before it in T-SQL) or a scalar expression of
paths of one table. Names may stand in ``[...]`` or ``"..."``; without, they mean what they mean to the server
(``Dialect.folded``). An expression is read in the dialect of its own system; for another dialect it is taken only where its words
mean the same everywhere (``PORTABLE``). Prose, placeholders and paths into the specification's own tables are no source.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from specs_app.document.holding import written_place
from specs_app.document.types import CmsMapping
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.dialects.base import Dialect

ALIAS = "src"
LONGEST = 2000
PART = r'(?:\w[\w$#@]*|\[(?:[^\]]|\]\])+\]|"(?:[^"]|"")+")'
PATH = re.compile(rf"{PART}(?:[ \t]*\.[ \t]*{PART}){{1,3}}", re.ASCII)
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
    """A known source: the identifiers of its table, quoted and joined, the value read from it, and the text as it was written."""

    table: str
    value: str
    written: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """No source, and why."""

    reason: str


def source_of(
    mapping: CmsMapping | None, dialect: Dialect, own_tables: Collection[str], native: str = ""
) -> ColumnSource | NotKnown:
    """What a mapping says, in ``dialect``.

    ``own_tables`` are the specification's, in lower case; ``native`` is the dialect of the CMS itself (else ``dialect``).
    """
    if mapping is None:
        return NotKnown("not mapped")
    written = written_place(mapping)
    if not written.strip():
        return NotKnown(f"not known: {mapping.note}" if mapping.note else "no source is known")
    found = _read(written.strip(), dialect, native or dialect.key, own_tables)
    if isinstance(found, NotKnown) and mapping.note:
        return NotKnown(f"{found.reason}; {mapping.note}")
    return found


def _read(written: str, dialect: Dialect, native: str, own_tables: Collection[str]) -> ColumnSource | NotKnown:
    if len(written) > LONGEST or not written.replace("\n", " ").replace("\t", " ").isprintable():
        return NotKnown("the mapping is too long to be a source, or holds control characters")
    if PATH.fullmatch(written):
        return _path(written, dialect, own_tables)
    if "?" in written:  # a doubt, though some dialects read it as an operator
        return NotKnown(f"the mapping is in doubt ({written})")
    return _expression(written, dialect, native, own_tables)


def _path(written: str, dialect: Dialect, own_tables: Collection[str]) -> ColumnSource | NotKnown:
    names = [_name(part, dialect) for part in PARTS.findall(written)]
    if reason := _why_no_source(names, dialect, own_tables):
        return NotKnown(reason)
    return ColumnSource(_table(names[:-1], dialect), f"{ALIAS}.{dialect.quote(names[-1])}", written)


def _why_no_source(names: list[str], dialect: Dialect, own_tables: Collection[str]) -> str:
    """Why a path, as the names of its parts, is no column to be read; empty where it is one."""
    table = names[-2]
    if table.casefold() in own_tables:
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


def _expression(written: str, dialect: Dialect, native: str, own_tables: Collection[str]) -> ColumnSource | NotKnown:
    tree = _scalar(written, native)
    if tree is None:
        return NotKnown(f"the mapping is no path and no expression of columns ({written})")
    if dialect.key != native and not _is_portable(tree, dialect, DIALECTS[native]):
        return NotKnown(f"written in another dialect, in words that {dialect.title} may read differently ({written})")
    tables = set()
    for column in list(tree.find_all(exp.Column)):
        names = [_identifier(part, dialect) for part in column.parts]
        if reason := _why_no_source(names, dialect, own_tables):
            return NotKnown(reason)
        tables.add(_table(names[:-1], dialect))
        column.replace(exp.column(exp.to_identifier(names[-1], quoted=True), table=ALIAS))
    return _one_table(tables, tree, written, dialect)


def _is_portable(tree: exp.Expr, *dialects: Dialect) -> bool:
    """Whether each part means the same in both products."""
    odd = frozenset[type[exp.Expr]]().union(*(dialect.unlike for dialect in dialects))
    nulls = any(dialect.empty_is_null for dialect in dialects)
    nodes = tuple(tree.walk())
    empty = any(isinstance(node, exp.Literal | exp.National) and node.this == "" for node in nodes)
    return not (nulls and empty) and all(type(node) in PORTABLE - odd for node in nodes)


def _one_table(tables: set[str], tree: exp.Expr, written: str, dialect: Dialect) -> ColumnSource | NotKnown:
    if len(tables) != 1:
        return NotKnown(f"held in several tables, join not known ({written})")
    try:
        value = dialect.spell(tree)
    except SqlglotError:
        return NotKnown(f"{dialect.title} cannot say {written}")
    return ColumnSource(tables.pop(), value, written)


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
        lambda: all(type(node) in SCALAR for node in value.walk()),
    )
    return all(check() for check in checks)
