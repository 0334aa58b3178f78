"""One query read for what it asks of its sources: the tables with their columns, and the values that let rows through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from tests.body_sources.kinds import Kinds, Node
from tests.body_sources.parts import (
    always,
    answers,
    asked,
    bare,
    denied,
    is_day,
    is_named,
    made_by,
    qualified,
    source_of,
    values,
    without_signs,
)

Path = tuple[str, ...]
#: A use of a table: the number of the query that reads it, and its name there.
Place = tuple[int, str]
DATES = (exp.CurrentDate, exp.CurrentTimestamp, exp.DateTrunc, exp.TimestampTrunc, exp.DateFromParts, exp.Interval)
TEXTS = (exp.Upper, exp.Lower, exp.Trim, exp.Replace, exp.Substring, exp.Left, exp.Right, exp.Initcap, exp.SplitPart)
NUMBERS = (exp.Count, exp.RowNumber, exp.Rank, exp.DenseRank, exp.DateDiff, exp.Extract, exp.Length, exp.Year)
ALIKE = (exp.Coalesce, exp.Nullif, exp.Max, exp.Min, exp.Greatest, exp.Least, exp.FirstValue, exp.LastValue)
COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.NullSafeEQ, exp.NullSafeNEQ)
KINDS = {"DATE": "date", "TIMESTAMP": "timestamp", "TIMESTAMPTZ": "timestamp", "BOOLEAN": "boolean"}
DEEPEST = 12
WHOLE = {"INT", "BIGINT", "SMALLINT", "DECIMAL", "DOUBLE", "FLOAT"}


@dataclass(eq=False)
class TableUse:
    """One place where a query reads a table, with the values that its columns must have there for a row to come through.

    ``turned`` are columns whose values become columns of the query, ``MAX(CASE WHEN question = 'a' THEN answer END)``: there is a
    row for each of them. ``answers`` are the values that other columns must have in the row of one of them, by its column and
    value.
    """

    table: Path
    wanted: dict[str, list[Any]] = field(default_factory=dict)
    turned: set[str] = field(default_factory=set)
    answers: dict[tuple[str, Any], dict[str, list[Any]]] = field(default_factory=dict)

    def want(self, column: str, value: Any, question: tuple[str, Any] | None = None) -> None:
        """One more value that the query looks for; in the row of a question alone, if one is given."""
        wanted = self.answers.setdefault(question, {}) if question else self.wanted
        values = wanted.setdefault(column, [])
        if value not in values:
            values.append(value)


#: A place from which a value comes, the column there, and the question to which it is the answer, if it is one.
Rule = Callable[[Node, exp.Expr, Scope], None]
Origin = tuple[TableUse, str, tuple[str, Any] | None]


class QueryReading:
    """A query, read; what is learnt of kinds goes into ``kinds``. ``own`` are tables that are there, with their columns."""

    def __init__(self, query: exp.Query, kinds: Kinds, own: Mapping[str, Mapping[str, str]]) -> None:
        self.kinds, self.own = kinds, own
        known = {table: dict.fromkeys(columns, "text") for table, columns in own.items()}
        used = {table: {} for table in known}
        for name in {table.name.casefold() for table in query.find_all(exp.Table)} & set(used):
            used[name] = known[name]
        schema = {name: columns for name, columns in used.items() if columns}
        self.query = qualified(query, schema)
        self.scopes = traverse_scope(self.query)
        self.by_query = {id(scope.expression): scope for scope in self.scopes}
        self.uses: dict[Place, TableUse] = {}
        self.tables: dict[Place, exp.Table] = {}
        self.columns: dict[Path, set[str]] = {}
        self.asked: dict[int, set[int]] = {}
        self.seen: dict[int, Node | None] = {}
        for scope in self.scopes:
            self._read(scope)

    @property
    def reads(self) -> set[str]:
        """Its own tables that it reads."""
        return {use.table[-1] for use in self.uses.values()} & set(self.own)

    @property
    def outputs(self) -> dict[str, Node | None]:
        """The node of each output column."""
        scope = self.scopes[-1]
        return {name: self._output(scope, name) for name in self.query.named_selects}

    def wanted(self, turn: int) -> Iterator[TableUse]:
        """The uses of tables from which rows must come; of a UNION those of one of its queries, at each turn of another."""
        if turn not in self.asked:
            self.asked[turn] = asked(self.scopes[-1], turn)
        return (use for (place, _), use in self.uses.items() if place in self.asked[turn])

    # What a scope says

    def _read(self, scope: Scope) -> None:
        for name, (_, source) in scope.selected_sources.items():
            if is_named(source):
                path = tuple(part.name for part in source.parts)
                self.uses.setdefault((id(scope), name), TableUse(path))
                self.tables[id(scope), name] = source
                self.columns.setdefault(path, set())
        for node in scope.walk():
            if isinstance(node, exp.Expr):
                self.node(node, scope)
        for node in scope.walk():
            self._compare(node, scope)

    def node(self, part: exp.Expr, scope: Scope) -> Node | None:
        """What stands for the value of an expression; None where nothing is known of it."""
        if id(part) not in self.seen:
            self.seen[id(part)] = None
            self.seen[id(part)] = self._node(part, scope)
        return self.seen[id(part)]

    def _node(self, part: exp.Expr, scope: Scope) -> Node | None:
        if isinstance(part, exp.Column):
            return self._column(part, scope)
        if isinstance(part, (exp.Alias, exp.Paren, exp.Window, exp.Filter, exp.WithinGroup, exp.Distinct, exp.Ordered)):
            return self.node(part.this, scope) if isinstance(part.this, exp.Expr) else None
        if isinstance(part, (exp.Subquery, exp.Select)) and (inner := self.by_query.get(id(part.unnest()))):
            names = inner.expression.named_selects
            return self._output(inner, names[0]) if len(names) == 1 else None
        return self._value(part, scope)

    def _value(self, part: exp.Expr, scope: Scope) -> Node | None:
        """The node of a value that is made here."""
        me: Node = ("value", id(part))
        rule = next((rule for kinds, rule in self.rules if isinstance(part, kinds)), None)
        if rule is None:
            return None
        rule(me, part, scope)
        return me

    @property
    def rules(self) -> tuple[tuple[tuple[type[exp.Expr], ...], Rule], ...]:
        """What is learnt from each kind of expression."""
        return (
            ((exp.Literal,), self._literal),
            ((exp.Boolean,), lambda me, _, __: self.kinds.say(me, "boolean")),
            ((exp.Cast, exp.TryCast), self._cast),
            (ALIKE, lambda me, part, scope: self._alike(me, [part.this, part.expression, *part.expressions], scope)),
            ((exp.Case,), self._case),
            (DATES, lambda me, part, scope: self._made(me, "date", part, scope)),
            ((exp.Add, exp.Sub), self._sum),
            ((exp.Mul, exp.Div, exp.Mod, exp.Sum, exp.Avg), self._reckoned),
            (NUMBERS, lambda me, part, scope: self._made(me, "number", part, scope)),
            (TEXTS, self._written),
            ((exp.TimeToStr, exp.ToChar), lambda _, part, scope: self._each(part, scope, "date")),
            ((exp.Anonymous,), self._called),
        )

    def _case(self, me: Node, part: exp.Expr, scope: Scope) -> None:
        self._alike(me, [*(one.args["true"] for one in part.args["ifs"]), part.args.get("default")], scope)
        self._alike(None, [part.this, *(one.this for one in part.args["ifs"])] if part.this else [], scope)

    def _made(self, me: Node, kind: str, part: exp.Expr, scope: Scope) -> None:
        self.kinds.say(me, kind)
        self._dated(part, scope)

    def _reckoned(self, me: Node, part: exp.Expr, scope: Scope) -> None:
        self.kinds.say(me, "number")
        self._each(part, scope, "number")

    def _written(self, me: Node, part: exp.Expr, scope: Scope) -> None:
        self.kinds.say(me, "text")
        self.kinds.say(self.node(part.this, scope), "text")

    def _called(self, _: Node, part: exp.Expr, scope: Scope) -> None:
        kind = {"AGE": "date", "LL_TO_EARTH": "number"}.get(part.name.upper())
        if kind:
            self._each(part, scope, kind)

    def _literal(self, me: Node, part: exp.Expr, _: Scope) -> None:
        if not part.args["is_string"]:
            self.kinds.say(me, "number")
        elif not is_day(part.name):
            self.kinds.say(me, "text")

    def _cast(self, me: Node, part: exp.Expr, scope: Scope) -> None:
        to = part.args["to"].this.name if isinstance(part.args["to"].this, exp.DataType.Type) else ""
        kind = KINDS.get(to, "number" if to in WHOLE else "text")
        self.kinds.say(me, kind)
        if kind in {"date", "timestamp", "number"} and not isinstance(part.this, exp.Literal):
            self.kinds.say(self.node(part.this, scope), f"as {kind}")

    def _alike(self, me: Node | None, parts: list[Any], scope: Scope) -> None:
        nodes = [me, *(self.node(part, scope) for part in parts if isinstance(part, exp.Expr))]
        first = next((node for node in nodes if node is not None), None)
        for node in nodes:
            self.kinds.same(node, first)

    def _each(self, part: exp.Expr, scope: Scope, kind: str) -> None:
        for inner in (part.this, part.args.get("expression"), *part.expressions):
            if isinstance(inner, exp.Expr) and not isinstance(inner, exp.Literal):
                self.kinds.say(self.node(inner, scope), kind)

    def _dated(self, part: exp.Expr, scope: Scope) -> None:
        for inner in (part.this, part.args.get("expression")):
            dated = isinstance(part, (exp.DateTrunc, exp.TimestampTrunc, exp.DateDiff, exp.Extract, exp.Year))
            if dated and isinstance(inner, (exp.Column, exp.Coalesce)):
                self.kinds.say(self.node(inner, scope), "date")

    def _sum(self, me: Node, part: exp.Expr, scope: Scope) -> None:
        sides = [self.node(side, scope) for side in (part.this, part.expression)]
        timed = any(isinstance(side, (exp.Interval, exp.CurrentDate)) for side in (part.this, part.expression))
        if any(isinstance(side, exp.Interval) for side in (part.this, part.expression)):
            self.kinds.say(me, "date")
        for node in sides:
            self.kinds.say(node, "date" if timed else "number") if node else None

    def _column(self, part: exp.Column, scope: Scope) -> Node | None:
        source = source_of(part, scope)
        if is_named(source):
            path = tuple(piece.name for piece in source.parts)
            self.columns.setdefault(path, set()).add(part.name)
            return ("column", path, part.name)
        return self._output(source, part.name) if isinstance(source, Scope) else None

    def _output(self, scope: Scope, name: str) -> Node:
        me: Node = ("output", id(scope), name)
        if me not in self.kinds.parents:
            self.kinds.parents[me] = me
            for inner, value in made_by(scope, name):
                self.kinds.same(me, self.node(value, inner))
        return me

    # What is compared

    def _compare(self, part: exp.Expr, scope: Scope) -> None:
        if isinstance(part, (exp.Like, exp.ILike)):
            self.kinds.say(self.node(part.this, scope), "text")
            self._want(part.this, [without_signs(part.expression)], part, scope)
        elif isinstance(part, COMPARED):
            others = [part.args.get(key) for key in ("expression", "low", "high", "query")] + part.expressions
            found = [other for other in others if isinstance(other, exp.Expr)]
            self._alike(self.node(part.this, scope), found, scope)
            self._want(part.this, [value for one in found for value in values(part, one)], part, scope)
        elif isinstance(part, exp.Is):
            missing = isinstance(part.expression, exp.Null) and always(part)
            self._want(part.this, [None] if missing else [], part, scope)
        elif isinstance(part, (exp.And, exp.Or, exp.Not, exp.Where)):
            for side in (part.this, part.args.get("expression")):
                if isinstance(side, exp.Column):
                    self.kinds.say(self.node(side, scope), "boolean")

    def _want(self, side: exp.Expr, values: list[Any], part: exp.Expr, scope: Scope) -> None:
        column = bare(side)
        if not values or column is None or denied(part):
            return
        for use, name, question in self._origins(column, scope):
            for value in values:
                use.want(name, value, question)
            if not question and part.find_ancestor(exp.Max, exp.Min, exp.Select) is not part.parent_select:
                use.turned.add(name)

    def _origins(self, column: exp.Column, scope: Scope, deep: int = 0) -> Iterator[Origin]:
        """The places of tables from which a column comes as it is; with the question where it is the answer to one."""
        found = source_of(column, scope)
        if is_named(found):
            yield from ((use, column.name, None) for key, use in self.uses.items() if self.tables.get(key) is found)
        elif isinstance(found, Scope) and deep < DEEPEST:
            for inner, value in made_by(found, column.name):
                if (origin := bare(value)) is not None:
                    yield from self._origins(origin, inner, deep + 1)
                for answer, asked, question in answers(value):
                    for use, name, _ in self._origins(answer, inner, deep + 1):
                        yield use, name, (asked, question)
