"""Proof that a script is not destructive, on its statements as sqlglot parses them.

Allowed is what is named here, and nothing else: DROP TABLE, CREATE TABLE, ALTER TABLE that adds or drops constraints, CREATE
INDEX, COMMENT, TRUNCATE, DELETE of all rows and INSERT ... SELECT, on tables whose names begin with the prefix and that name no
schema, or the one of their home; views of such names; and SELECT, of known harmless parts, on any table. What cannot be parsed is
not allowed either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlglot import exp
from sqlglot.errors import SqlglotError

from specs_app.document.extracts import statements_in
from specs_app.sql.dialects.base import Dialect, Nodes
from specs_app.sql.errors import UnsafeScript
from specs_app.sql.home import Home
from specs_app.sql.reads import NAMES, VALUES, refused_in

REMEDY = "Nothing was written. Correct the specification, its mappings or the body written by hand."

COLUMNS: Nodes = frozenset({exp.ColumnDef, exp.ColumnConstraint, exp.NotNullColumnConstraint})
KEYS: Nodes = frozenset(
    {
        *(exp.AddConstraint, exp.Constraint, exp.PrimaryKey, exp.ForeignKey, exp.Reference, exp.UniqueColumnConstraint),
        *(exp.IndexParameters, exp.Ordered),
    }
)
TESTS: Nodes = frozenset({exp.Where, exp.Not, exp.Is, exp.Null})
DDL: Mapping[type[exp.Expr], Nodes] = {
    exp.Drop: frozenset({exp.Drop, exp.Table, exp.Identifier}),
    exp.Create: frozenset({exp.Create, exp.Index}) | NAMES | VALUES | COLUMNS | TESTS | KEYS,
    exp.Alter: frozenset({exp.Alter, exp.Drop}) | NAMES | KEYS,
    exp.Comment: frozenset({exp.Comment, exp.Table, exp.Column, exp.Identifier, exp.Literal, exp.National}),
    exp.TruncateTable: frozenset({exp.TruncateTable, exp.Table, exp.Identifier}),
    exp.Delete: frozenset({exp.Delete, exp.Table, exp.Identifier}),
}
#: What makes a table of Oracle temporary.
PASSING: Nodes = frozenset({exp.Properties, exp.TemporaryProperty, exp.OnCommitProperty})
GUARD: Nodes = frozenset({exp.Not, exp.Is, exp.Null, exp.ObjectId, exp.National, exp.Literal})


@dataclass(frozen=True, slots=True)
class OwnTables:
    """Which tables a script may write: those named with the prefix, in the default schema or the one that their home names."""

    home: Home
    dialect: Dialect

    def check(self, table: exp.Expr) -> None:
        """Raises ``UnsafeScript`` unless the table is the specification's own."""
        _require(isinstance(table, exp.Table), "a statement writes to something that is no table")
        prefix, name = self.dialect.own(self.home.prefix), self._read(table.this)
        _require(name.startswith(prefix), f"a statement writes to {name!r}, which does not begin with {prefix!r}")
        path = tuple(self._read(part) for key in ("catalog", "db") if (part := table.args.get(key)))
        inside = isinstance(table.find_ancestor(exp.Reference), exp.Reference) and path == self.home.path[-1:]
        _require(path == self.home.path or inside, f"a statement writes to {name!r} in a named schema")

    def _read(self, part: exp.Expr) -> str:
        """A name as the server reads it; SQL Server's mark of what is temporary is part of it."""
        name = part.name if part.args.get("quoted") else self.dialect.folded(part.name)
        return f"#{name}" if part.args.get("temporary") else name


def prove(text: str, *, dialect: Dialect, home: Home, statements: int | None = None) -> list[exp.Expr]:
    """The statements of a script that is shown to be harmless, and has just so many of them, if that is given.

    Raises ``UnsafeScript`` where it is not.
    """
    _require(
        bool(home.prefix.strip()), "the specification has no table prefix, so that no table is known to be its own"
    )
    own = OwnTables(home, dialect)
    found = list(_flat(parsed(text, dialect)))
    for statement in found:
        _statement(statement, own)
    expected = statements is None or statements == len(found)
    _require(expected, f"the script reads as {len(found)} statements, where {statements} were written")
    return found


def prove_piece(text: str, *, dialect: Dialect, home: Home, statements: int) -> None:
    """Raises ``UnsafeScript`` unless a piece of a script is harmless by itself, and so in its place between others.

    No part of it that the server reads as one may leave anything open, such as a comment or a string, that would swallow a part of
    what follows: a statement that no piece can foresee is put behind each, and must be read as that and as the last one.
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    end, count = dialect.ended(f"SELECT {dialect.text(digest)}"), 0
    last = exp.select(exp.National(this=digest) if dialect.text_mark else exp.Literal.string(digest))
    for batch in dialect.batches(text):
        found = prove(f"{batch}{end}\n", dialect=dialect, home=home)
        _require(found[-1:] == [last], "a part of the script does not end where it seems to")
        count += len(found) - 1
    _require(count == statements, f"the script reads as {count} statements, where {statements} were written")


def prove_query(query: exp.Expr, dialect: Dialect, *, parameters: bool = False) -> None:
    """Raises ``UnsafeScript`` unless a query only reads, and is made of nothing but parts known to be harmless.

    ``parameters`` allows ``:name``, which stands for a value until the script is written.
    """
    _require(isinstance(query, exp.Query), f"{query.key.upper()} is no SELECT")
    _only_reads(query, dialect, frozenset({exp.Placeholder}) if parameters else frozenset())


def parsed(text: str, dialect: Dialect) -> list[exp.Expr]:
    """The statements of a script; ``UnsafeScript`` where it cannot be parsed."""
    try:
        batches = [statements_in(dialect.bare(batch), dialect.parser) for batch in dialect.batches(text)]
    except (SqlglotError, RecursionError) as error:
        raise UnsafeScript(f"The script cannot be read: {str(error).splitlines()[0]}.", REMEDY) from error
    return [tree for trees in batches for tree in trees]


def _flat(statements: Iterable[exp.Expr]) -> Iterator[exp.Expr]:
    """The statements; sqlglot puts one behind IF OBJECT_ID(...) IS NOT NULL into a block with all that follow it."""
    for statement in statements:
        if isinstance(statement, exp.IfBlock):
            _only(statement.this, GUARD)
            yield from _flat(branch for key in ("true", "false") if (branch := statement.args.get(key)))
        elif isinstance(statement, exp.Block):
            yield from _flat(tree for tree in statement.expressions if type(tree) is not exp.Semicolon)
        else:
            yield statement


def _statement(statement: exp.Expr, own: OwnTables) -> None:
    if isinstance(statement, exp.Query):
        prove_query(statement, own.dialect)
        return
    rule = RULES.get(type(statement))
    if rule is None:
        raise _refusal(f"{_words(statement)} is not allowed")
    rule(statement, own)


def _drop(statement: exp.Expr, own: OwnTables) -> None:
    plain = statement.args.get("kind") in {"TABLE", "VIEW"} and not statement.args.get("cascade")
    _require(plain, "only plain DROP TABLE or DROP VIEW may drop")
    _only(statement, DDL[exp.Drop])
    for table in statement.args["tables"]:
        own.check(table)


def _create(statement: exp.Expr, own: OwnTables) -> None:
    if statement.args.get("kind") == "VIEW":
        _view(statement, own)
        return
    _require(statement.args.get("kind") in {"TABLE", "INDEX"}, "only tables, indexes and views may be created")
    _require(
        not statement.args.get("replace") and not statement.expression,
        "a table may only be created new, from its columns",
    )
    _only(statement, DDL[exp.Create] | (PASSING if own.home.temporary else frozenset()))
    _all_own(statement, own)


def _view(statement: exp.Expr, own: OwnTables) -> None:
    target = statement.this
    _only(target, NAMES)
    own.check(target.this if isinstance(target, exp.Schema) else target)
    prove_query(statement.expression, own.dialect)
    _nothing_else(statement, {"this", "kind", "expression", "replace"}, "a view")


def _comment(statement: exp.Expr, own: OwnTables) -> None:
    _only(statement, DDL[exp.Comment])
    target, kind = statement.this, statement.args.get("kind")
    _require(kind in {"TABLE", "COLUMN"}, "only tables and columns may be commented on")
    if kind == "COLUMN":
        _require(bool(target.args.get("table")), "a comment must name the table of its column")
        target = exp.Table(this=target.args["table"], db=target.args.get("db"), catalog=target.args.get("catalog"))
    own.check(target)


def _truncate(statement: exp.Expr, own: OwnTables) -> None:
    _only(statement, DDL[exp.TruncateTable])
    for table in statement.expressions:
        own.check(table)
    _nothing_else(statement, {"expressions"}, "a TRUNCATE")


def _delete(statement: exp.Expr, own: OwnTables) -> None:
    _only(statement, DDL[exp.Delete])
    own.check(statement.this)
    _nothing_else(statement, {"this"}, "a DELETE")


def _nothing_else(statement: exp.Expr, known: set[str], what: str) -> None:
    others = {key for key, value in statement.args.items() if value} - known
    _require(not others, f"{what} with {', '.join(sorted(others))} is not allowed")


def _alter(statement: exp.Expr, own: OwnTables) -> None:
    _require(statement.args.get("kind") == "TABLE", "only tables may be altered")
    _only(statement, DDL[exp.Alter])
    actions = statement.args.get("actions") or []
    _require(bool(actions), "a table is altered in a way that is not known")
    own.check(statement.this)
    for action in actions:
        _action(action, own)


def _action(action: exp.Expr, own: OwnTables) -> None:
    if isinstance(action, exp.Drop):
        plain = action.args.get("kind") == "CONSTRAINT" and not action.args.get("cascade")
        _require(plain, "only constraints may be dropped from a table")
        return
    if not isinstance(action, exp.AddConstraint):
        raise _refusal(f"{_words(action)} is not allowed")
    _all_own(action, own)


def _insert(statement: exp.Expr, own: OwnTables) -> None:
    target, query = statement.this, statement.expression
    _require(isinstance(target, exp.Schema), "an INSERT must name its columns")
    own.check(target.this)
    _only(target, NAMES)
    prove_query(query, own.dialect)
    _named_queries(statement.args.get("with_"), target.this.name, own.dialect)
    _nothing_else(statement, {"this", "expression", "with_"}, "an INSERT")


def _named_queries(queries: exp.Expr | None, target: str, dialect: Dialect) -> None:
    """What stands before an INSERT may only read; and SQL Server writes through a named query that has the target's name."""
    if queries is not None:
        _only_reads(queries, dialect)
        aliases = {query.alias.casefold() for query in queries.expressions}
        _require(target.casefold() not in aliases, f"a statement writes through a query named {target!r}")


RULES: Mapping[type[exp.Expr], Callable[[exp.Expr, OwnTables], None]] = {
    exp.Drop: _drop,
    exp.Create: _create,
    exp.Alter: _alter,
    exp.Insert: _insert,
    exp.Comment: _comment,
    exp.TruncateTable: _truncate,
    exp.Delete: _delete,
}


def _all_own(statement: exp.Expr, own: OwnTables) -> None:
    for table in statement.find_all(exp.Table):
        own.check(table)


def _only(tree: exp.Expr, allowed: Nodes) -> None:
    for node in tree.walk():
        if type(node) not in allowed:
            raise _refusal(f"{_words(node)} is not allowed here")


def _only_reads(tree: exp.Expr, dialect: Dialect, besides: Nodes = frozenset()) -> None:
    if (node := refused_in(tree, dialect, besides)) is not None:
        raise _refusal(f"{_words(node)} is not allowed here", node)
    for name in tree.find_all(exp.Identifier):
        if not name.args.get("quoted") and name.name.upper() in dialect.words:
            raise _refusal(f"{name.name} without quotes is not allowed in a query", name)
    for text in tree.find_all(exp.Literal, exp.National, exp.Identifier):
        if dialect.is_ordered_by(text.name):
            raise _refusal(
                "a text or name over several lines is not allowed, as clients read each line by itself", text
            )


def _words(node: exp.Expr) -> str:
    """What a reader would call it: ``DELETE FROM x``, shortened."""
    text = " ".join(node.sql().split())
    return text[:80] or node.key.upper()


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise _refusal(message)


def _refusal(message: str, node: exp.Expr | None = None) -> UnsafeScript:
    return UnsafeScript(f"{message[:1].upper()}{message[1:]}.", REMEDY, line_of(node) if node is not None else 0)


def line_of(node: exp.Expr) -> int:
    """The line on which a part of a query stands, from 1; 0 where the parser kept none. Names and values know theirs."""
    place: exp.Expr | None = node
    while place is not None:
        lines = [line for part in place.walk() if (line := part.meta.get("line"))]
        if lines:
            return int(min(lines))
        place = place.parent
    return 0
