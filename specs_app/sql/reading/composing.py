"""A candidate brought into the shape of a body: one SELECT whose output columns are the object's items.

Names are written into the council's own text where that is safe. Where it is not (a DISTINCT, a UNION, a ``*``), the text stays
whole as a named query, and a SELECT around it picks the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches

import sqlglot
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from specs_app.document.types import DataObject
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import UnsafeScript
from specs_app.sql.reading.candidates import Candidate
from specs_app.sql.reading.fragments import SelectShape, shape_of
from specs_app.sql.reading.outputs import Output, Outputs, outputs_of
from specs_app.sql.reading.report import ReadingRemark
from specs_app.sql.reading.tokens import ScriptText, source_of

Prove = Callable[[exp.Query], None]
ROWS = "taken_rows"


class Unusable(Exception):
    """A candidate that cannot be taken: why, at which line of its file, and what to do."""

    def __init__(self, reason: str, line: int, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.line, self.remedy = reason, line, remedy


@dataclass(frozen=True)
class Composed:
    """A body and what it fills."""

    sql: str
    filled: tuple[str, ...]
    remarks: tuple[ReadingRemark, ...]


@dataclass(frozen=True)
class ParsedCandidate:
    """A candidate that parses, with its output columns (None where a ``*`` hides them)."""

    candidate: Candidate
    query: exp.Query
    outputs: Outputs

    @property
    def names(self) -> tuple[str, ...]:
        """What its columns are called: by the statement's target, or by their aliases."""
        return self.candidate.columns or tuple(output.name for output in self.outputs or ())


def parsed(candidate: Candidate, dialect: Dialect) -> ParsedCandidate:
    """A candidate read by the parser; raises ``Unusable``."""
    text = candidate.text(candidate.main)
    query = parsed_query(text, dialect, candidate.main_line - text.count("\n") + candidate.main.count("\n") - 1)
    try:
        return ParsedCandidate(candidate, query, outputs_of(query))
    except RecursionError as error:
        raise Unusable("it is nested too deeply to be read", candidate.line, "Simplify the query.") from error


def parsed_query(text: str, dialect: Dialect, above: int) -> exp.Query:
    """The one query that a text is; ``above`` is added to the lines that a complaint names."""
    try:
        trees = [
            tree for tree in sqlglot.parse(text, dialect=dialect.parser) if tree and type(tree) is not exp.Semicolon
        ]
    except ParseError as error:
        first = error.errors[0] if error.errors else {}
        line = max(1, above + int(first.get("line") or 1))
        near = " ".join(str(first.get("highlight") or "").split())[:60]
        what = f"it cannot be read near {near!r}" if near else "it cannot be read"
        remedy = f"Correct it there: {first.get('description') or 'it is no valid SQL'}."
        raise Unusable(what, line, remedy) from error
    except (SqlglotError, RecursionError, ValueError, AttributeError, TypeError, IndexError, KeyError) as error:
        raise Unusable("it cannot be read", max(1, above + 1), "Correct the statement.") from error
    if len(trees) != 1 or not isinstance(trees[0], exp.Query):
        raise Unusable("it is not one SELECT", max(1, above + 1), "Write it as one SELECT.")
    return trees[0]


def composed(found: ParsedCandidate, entry: DataObject, dialect: Dialect, prove: Prove) -> Composed:
    """The body; raises ``Unusable``."""
    plan = _Plan(found, entry)
    candidate = found.candidate
    sql = _edited(plan, dialect) or _wrapped(plan)
    query = parsed_query(sql, dialect, candidate.line - 1)
    if [name.casefold() for name in query.named_selects] != [name.casefold() for name in plan.order()]:
        sql = _wrapped(plan)
        query = parsed_query(sql, dialect, candidate.line - 1)
    _proved(query, candidate, prove)
    filled = tuple(item.name for item in entry.items if item.name in plan.filled)
    return Composed(sql, filled, (*candidate.remarks, *_used_remarks(candidate), *plan.remarks))


def _used_remarks(candidate: Candidate) -> tuple[ReadingRemark, ...]:
    return tuple(dict.fromkeys(remark for used in candidate.uses for remark in used.remarks))


def _proved(query: exp.Query, candidate: Candidate, prove: Prove) -> None:
    try:
        prove(query)
    except UnsafeScript as error:
        raise Unusable(
            error.message.rstrip("."), candidate.line, "Write it without that, or ask for it to be allowed."
        ) from error
    except RecursionError as error:
        raise Unusable("it is nested too deeply to be proved", candidate.line, "Simplify the query.") from error


@dataclass
class _Plan:
    """Which output column becomes which item. ``items`` has the item of each column, or empty where it is none."""

    found: ParsedCandidate
    entry: DataObject
    items: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    filled: set[str] = field(default_factory=set)
    remarks: list[ReadingRemark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._check_count()
        spelled = {item.name.casefold(): item.name for item in self.entry.items}
        outputs = self.found.outputs or tuple(Output(name, False) for name in self.found.names)
        best = self._best(outputs, spelled)
        for index, name in enumerate(self.found.names):
            item = spelled.get(name.casefold(), "")
            self.items.append(item if item and best.get(item) == index else "")
            if not item:
                self._say_extra(name, spelled)
            elif best.get(item) != index:
                self._say(f"{item} stands twice among the columns; the other one was taken")
        self.filled = {item for item, index in best.items() if not outputs[index].null}
        self.missing = [name for name in spelled.values() if name not in best]
        if not best:
            raise Unusable("none of its columns is an item", self.candidate.line, "Name its columns as the items.")
        if self.missing:
            self._say(f"no column for {_list(self.missing)}; NULL stands there")
        if not self.filled:
            self._say("it fills nothing: every column is NULL")
        empty = [name for name in best if name not in self.filled]
        if empty:
            self._say(f"NULL, and so without a source: {_list(empty)}")
        if self.found.outputs is None:
            self._say("a * hides which of its columns hold something; all count as filled")

    @property
    def candidate(self) -> Candidate:
        return self.found.candidate

    def order(self) -> list[str]:
        """The items in the order of the body's columns."""
        return [*(item for item in self.items if item), *self.missing]

    def _check_count(self) -> None:
        given, outputs = self.candidate.columns, self.found.outputs
        if given and outputs is not None and len(given) != len(outputs):
            raise Unusable(
                f"it names {len(given)} columns and selects {len(outputs)}",
                self.candidate.line,
                "Give each column of the INSERT its value.",
            )
        if not self.found.names:
            raise Unusable("a * hides the names of its columns", self.candidate.line, "Name its columns as the items.")

    def _best(self, outputs: tuple[Output, ...], spelled: dict[str, str]) -> dict[str, int]:
        """The column of each item: the first that is not NULL, else the first."""
        best: dict[str, int] = {}
        for index, name in enumerate(self.found.names):
            item = spelled.get(name.casefold())
            if item and (item not in best or (outputs[best[item]].null and not outputs[index].null)):
                best[item] = index
        return best

    def _say_extra(self, name: str, spelled: dict[str, str]) -> None:
        near = get_close_matches(name.casefold(), list(spelled), n=1, cutoff=0.85) if name else []
        hint = f"; did it mean {spelled[near[0]]}?" if near else ""
        self._say(f"the column {name or 'without a name'} is no item of {self.entry.name} and was left out{hint}")

    def _say(self, text: str) -> None:
        self.remarks.append(ReadingRemark(text, self.candidate.file, self.candidate.line))


def _list(names: list[str]) -> str:
    return ", ".join(names)


def _edited(plan: _Plan, dialect: Dialect) -> str:
    """The text of the council with the names written into its first select list; empty where that is not safe."""
    candidate = plan.candidate
    source = source_of("", candidate.main, dialect.key)
    shape = shape_of(source.tokens)
    if shape is None or len(shape.columns) != len(plan.items) or any(column.star for column in shape.columns):
        return ""
    drops = not all(plan.items)
    if (drops and not _may_drop(shape, plan)) or (plan.missing and shape.sets):
        return ""
    return candidate.text(_with_names(plan, shape, source))


def _may_drop(shape: SelectShape, plan: _Plan) -> bool:
    if shape.distinct or shape.sets or shape.grouped or shape.limited:
        return False
    query = plan.found.query
    return not any(column.find(exp.AggFunc) for column in query.selects)


def _with_names(plan: _Plan, shape: SelectShape, source: ScriptText) -> str:
    tokens, text = source.tokens, source.text
    start = tokens[shape.columns[0].first].start
    pieces, position, kept = [text[:start]], start, 0
    for index, item in enumerate(plan.items):
        column = shape.columns[index]
        first, last = tokens[column.first], tokens[column.end - 1]
        if item:
            value = _named_value(text, tokens[column.name] if column.name >= 0 else None, first.start, last.end, item)
            pieces.append((text[position : first.start] if kept else "") + value)
            kept, position = kept + 1, last.end
        elif kept:
            position = last.end
        else:
            position = tokens[shape.columns[index + 1].first].start if index + 1 < len(plan.items) else last.end
    pieces += [f",\n    NULL AS {name}" for name in plan.missing]
    return "".join(pieces) + text[position:]


def _named_value(text: str, name: object, start: int, end: int, item: str) -> str:
    value = text[start:end]
    if name is None:
        return f"{value} AS {item}"
    at, after = name.start, name.end  # type: ignore[attr-defined]
    if name.plain == item.casefold():  # type: ignore[attr-defined]
        return value
    if at == start and after == end:
        return f"{value} AS {item}"
    if text[:at].rstrip().endswith("."):
        return f"{value} AS {item}"
    return f"{text[start:at]}{item}{text[after:end]}"


def _wrapped(plan: _Plan) -> str:
    """A SELECT of the items around the text as it is."""
    hidden = plan.found.outputs is None
    names = [item or f"left_out_{number}" for number, item in enumerate(plan.items, start=1)]
    columns = "" if hidden and not plan.candidate.columns else f" ({', '.join(names)})"
    picked = [item if item in plan.filled else f"NULL AS {item}" for item in plan.items if item]
    picked += [f"NULL AS {item}" for item in plan.missing]
    rows = f"{ROWS}{columns} AS (\n{plan.candidate.main}\n)"
    return plan.candidate.text("SELECT\n    " + ",\n    ".join(picked) + f"\nFROM {ROWS}", rows)
