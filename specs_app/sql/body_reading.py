"""A hand-written body as its parser reads it: whether it may run, what it gives, what it reads. Nothing here runs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError, TokenError

from specs_app.document.extracts import LONGEST, column_name, is_too_deep, statements_in
from specs_app.sql.dialects import dialect_of
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import UnsafeScript
from specs_app.sql.safety import line_of, prove_query

ONE_SELECT = "Write one SELECT, with named queries (WITH) before it where it needs them; it may only read."
TOO_DEEP = "The body is nested too deeply to be read."
LISTED = "Divide it into named queries (WITH), and write a long chain of OR as IN (...)."
TORN = "A line of it, such as GO, is an order to the clients that run scripts, and would tear the statement."
ONE_LINE = "Write each text on one line, and names such as GO in brackets behind the name of their table."


@dataclass(frozen=True, slots=True)
class BodyFault:
    """What is wrong in a body, at which of its lines (from 1; 0 for the whole), and what to do. ``grave``: it is not used."""

    line: int
    message: str
    remedy: str
    grave: bool = True
    column: str = ""

    @property
    def text(self) -> str:
        """With its line in front, as people read it."""
        return f"Line {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True, slots=True)
class BodyReading:
    """One body as read.

    ``columns`` are its output columns in order, in lower case, with the line of each; ``reads`` the tables that it reads, as
    written, those of its own named queries left out; ``parameters`` the names behind a colon. ``query`` is None where it cannot be
    used.
    """

    query: exp.Query | None = None
    columns: tuple[tuple[str, int], ...] = ()
    reads: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    faults: tuple[BodyFault, ...] = ()


@lru_cache(maxsize=1_024)
def body_reading(sql: str, dialect: str) -> BodyReading:
    """The reading of a body in a dialect; its query must not be altered by who asks. Never raises for what the text says."""
    spoken = dialect_of(dialect)
    query = _query(sql, spoken)
    if isinstance(query, BodyFault):
        return BodyReading(faults=(query,))
    columns = tuple((column_name(column), line_of(column)) for column in query.selects)
    faults = tuple(_column_faults(columns))
    return BodyReading(
        None if faults else query, columns, tuple(_tables(query)), tuple(sorted(_parameters(query))), faults
    )


def _query(sql: str, dialect: Dialect) -> exp.Query | BodyFault:
    if len(sql) > LONGEST:
        return BodyFault(0, f"The body has {len(sql):,} characters; at most {LONGEST:,} are read.", "Shorten it.")
    try:
        trees = statements_in(sql, dialect.parser)
    except RecursionError:
        return BodyFault(0, TOO_DEEP, ONE_SELECT)
    except (ParseError, TokenError, SqlglotError) as error:
        return _unparsed(error, sql, dialect)
    if len(trees) != 1:
        return _not_one(len(trees), sql, dialect)
    if not isinstance(trees[0], exp.Query):
        message = f"This is no SELECT but {trees[0].key.upper()}, which could change something."
        return BodyFault(max(line_of(trees[0]), 1), message, ONE_SELECT)
    if is_too_deep(trees[0]):
        return BodyFault(0, TOO_DEEP, LISTED)
    try:
        prove_query(trees[0], dialect, parameters=True)
    except UnsafeScript as error:
        return BodyFault(error.line, error.message, ONE_SELECT)
    if not _is_whole(trees[0], dialect):
        return BodyFault(0, TORN, ONE_LINE)
    return _replaced_by_clients(trees[0], dialect) or trees[0]


def _replaced_by_clients(query: exp.Query, dialect: Dialect) -> BodyFault | None:
    """The first text or name in which a client would put a value of its own before it sends the script."""
    for part in query.find_all(exp.Literal, exp.National, exp.Identifier):
        for mark in dialect.variables:
            if mark in part.name:
                message = f"This holds {mark}, which clients of {dialect.title} replace before they send a script."
                return BodyFault(line_of(part), message, "Put the text together from two parts.")
    return None


def _is_whole(query: exp.Query, dialect: Dialect) -> bool:
    """Whether clients send it as one: no line of it, as it will be written, is an order to them."""
    written = dialect.ended(query.sql(dialect=dialect.parser, comments=False, pretty=True))
    return len(dialect.batches(f"{written}\n{written}")) == 1


def _unparsed(error: Exception, sql: str, dialect: Dialect) -> BodyFault:
    found = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    line, what = int(found.get("line") or 0), str(found.get("description") or error).splitlines()[0].rstrip(". ")
    near = f" near “{highlight[:40]}”" if (highlight := str(found.get("highlight") or "").strip()) else ""
    message = f"This cannot be read as {dialect.title}{near}: {what}."
    return BodyFault(
        line or _last_line(sql),
        message,
        "Correct this line or the one before it; the script must be valid for the system's database.",
    )


def _not_one(count: int, sql: str, dialect: Dialect) -> BodyFault:
    if not count:
        return BodyFault(0, "There is no statement in it.", ONE_SELECT)
    ends = [token for token in sqlglot.tokenize(sql, dialect=dialect.parser) if token.token_type.name == "SEMICOLON"]
    line = ends[0].line if ends else 1
    return BodyFault(line, f"This line ends the first of {count} statements.", ONE_SELECT)


def _last_line(sql: str) -> int:
    return sql.rstrip().count("\n") + 1


def _column_faults(columns: tuple[tuple[str, int], ...]) -> Iterator[BodyFault]:
    seen: set[str] = set()
    for number, (name, line) in enumerate(columns, start=1):
        if name == "*":
            yield BodyFault(line, "The output columns are not named: it selects *.", "Name each column that it gives.")
        elif not name:
            yield BodyFault(line, f"Output column {number} has no name.", "Write AS and the item's name after it.")
        elif name in seen:
            yield BodyFault(line, f"The column {name} is given twice.", "Take one of them out.", column=name)
        seen.add(name)


def _tables(query: exp.Query) -> Iterator[str]:
    """The tables that are read, each once; a named query is none."""
    named = {entry.alias.casefold() for entry in query.find_all(exp.CTE)}
    found = dict.fromkeys(
        ".".join(part.name for part in table.parts)
        for table in query.find_all(exp.Table)
        if isinstance(table.this, exp.Identifier) and not (len(table.parts) == 1 and table.name.casefold() in named)
    )
    yield from found


def _parameters(query: exp.Query) -> set[str]:
    return {place.name for place in query.find_all(exp.Placeholder)}
