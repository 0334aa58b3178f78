"""How the tables that a hand-written body reads are joined, as its parser reads it: for people, not for the script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from specs_app.sql.body_reading import body_reading
from specs_app.sql.dialects import dialect_of

#: What becomes of rows without a match, by the side of a join.
KEPT: Mapping[str, str] = {
    "": "only rows with a match are kept",
    "LEFT": "rows without a match are kept",
    "RIGHT": "its rows without a match are kept too",
    "FULL": "rows without a match are kept on both sides",
}


@dataclass(frozen=True, slots=True)
class BodyJoin:
    """One join: the table or query that is reached and what it is called, under which condition, and what becomes of other rows.

    ``within`` is the named query that it stands in; empty in the query itself.
    """

    table: str
    alias: str
    condition: str
    kept: str
    within: str = ""

    @property
    def words(self) -> str:
        """``HOMES (as h) where h.ID = p.HOME; rows without a match are kept``."""
        called = f" (as {self.alias})" if self.alias and self.alias != self.table else ""
        where = f" where {self.condition}" if self.condition else " without a condition"
        inside = f", within {self.within}" if self.within else ""
        return f"{self.table}{called}{where}; {self.kept}{inside}"


def joins_of(sql: str, dialect: str) -> tuple[BodyJoin, ...]:
    """The joins of a body, in the order of its text; none where it cannot be read."""
    reading, parser = body_reading(sql, dialect), dialect_of(dialect).parser
    return tuple(_joins(reading.query, parser)) if reading.query is not None else ()


def _joins(query: exp.Query, parser: str) -> Iterator[BodyJoin]:
    for join in query.find_all(exp.Join, bfs=False):
        named = join.find_ancestor(exp.CTE)
        yield BodyJoin(
            table=_reached(join.this),
            alias=join.this.alias,
            condition=_condition(join, parser),
            kept=_kept(join),
            within=named.alias if named else "",
        )


def _reached(source: exp.Expr) -> str:
    if isinstance(source, exp.Table) and isinstance(source.this, exp.Identifier):
        return ".".join(part.name for part in source.parts)
    return "a query of its own"


def _condition(join: exp.Join, parser: str) -> str:
    """What must be equal; of columns that bear one name on both sides the name."""
    if on := join.args.get("on"):
        return str(on.sql(dialect=parser, comments=False))
    names = ", ".join(column.name for column in join.args.get("using") or ())
    return f"{names} is the same" if names else ""


def _kept(join: exp.Join) -> str:
    if join.kind == "CROSS" or isinstance(join.this, exp.Lateral):
        return "for each row all of its rows"
    return KEPT.get(join.side, KEPT[""])
