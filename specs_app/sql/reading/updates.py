"""UPDATE and DELETE of a table that a script fills for itself, said as the query that gives the rows as they are afterwards.

Only a statement that reads no other table in a FROM of its own can be said so. For any other, and for objects, a remark tells that
it was not carried over.
"""

from __future__ import annotations

from typing import Protocol

from specs_app.sql.reading.declarations import Walk, target_of
from specs_app.sql.reading.fragments import Tokens, find, split, word_at
from specs_app.sql.reading.helpers import HelperRows
from specs_app.sql.reading.rendering import NamedQuery, NotCarried, TokenWriter
from specs_app.sql.reading.tokens import Token


class ChangeWalk(Walk, Protocol):
    """What changes of rows need of the script that is being read."""

    def not_carried(self, target: Token, what: str) -> None: ...


def changed_rows(script: ChangeWalk, tokens: Tokens) -> None:
    """Notes what an UPDATE or DELETE makes of its table."""
    verb = find(tokens, {"UPDATE", "DELETE"})
    if verb < 0:
        return
    at = verb + 1 + (word_at(tokens, verb + 1) == "FROM")
    target, after = target_of(tokens, at)
    if target is None:
        return
    what = f"UPDATE sets {_set_columns(tokens)} of" if tokens[verb].upper == "UPDATE" else "DELETE takes rows from"
    try:
        carried = verb == 0 and _carried(script, tokens, target, after)
    except NotCarried:
        carried = False
    if not carried:
        script.not_carried(_behind(tokens, target), what)


def _set_columns(tokens: Tokens) -> str:
    """The names of the columns that an UPDATE sets, as written."""
    start = find(tokens, {"SET"})
    end = find(tokens, {"FROM", "WHERE"}, start + 1)
    parts = split(tokens[start + 1 : end if end > start else len(tokens)]) if start >= 0 else []
    ends = [next((i for i, token in enumerate(part) if token.upper == "="), 0) for part in parts]
    return ", ".join(part[at - 1].text for part, at in zip(parts, ends, strict=True) if at) or "columns"


def _behind(tokens: Tokens, target: Token) -> Token:
    """The table that ``UPDATE a SET ... FROM #t a`` means by ``a``."""
    for index, token in enumerate(tokens):
        if token.plain == target.plain and index > 2 and token.kind == "word" and word_at(tokens, index - 1) != ".":
            before = tokens[index - 2] if word_at(tokens, index - 1) == "AS" else tokens[index - 1]
            if before.kind in {"word", "name"} and before.upper not in {"FROM", "JOIN", "UPDATE", "SELECT"}:
                return before
    return target


def _carried(script: ChangeWalk, tokens: Tokens, target: Token, after: int) -> bool:
    table = script.helpers.tables.get(target.plain)
    if table is None or not table.columns or not target.plain.startswith(("#", "@")):
        return False
    where = find(tokens, {"WHERE"}, after)
    end = len(tokens) if where < 0 else where
    start = find(tokens, {"FROM"}, after)
    if start >= 0 and [token.plain for token in tokens[start + 1 : end]] != [target.plain]:
        return False
    before = script.helpers.read(target.plain)
    if before is None:
        return False
    writer = script.renderer()
    condition = writer.text(tokens[where + 1 :]) if where >= 0 else ""
    if tokens[0].upper == "DELETE":
        rest = f"CASE WHEN {condition} THEN 1 ELSE 0 END = 0" if condition else "1 = 0"
        text = f"SELECT * FROM {before.name} WHERE {rest}"
    else:
        set_at = find(tokens, {"SET"}, after)
        values = _values(writer, tokens[set_at + 1 : start if start >= 0 else end]) if set_at >= 0 else {}
        if not values or not set(values) <= {name.casefold() for name in table.columns}:
            return False
        text = _updated(before, table.columns, values, condition)
    uses = tuple(dict.fromkeys((*before.uses, before, *writer.uses)))
    table.replace(HelperRows(text, "", table.columns, uses, tuple(writer.asked.values()), before.remarks))
    return True


def _values(writer: TokenWriter, tokens: Tokens) -> dict[str, str]:
    """The expressions that columns are set to; none where one of them is not plain."""
    found = {}
    for part in split(tokens):
        equals = next((index for index, token in enumerate(part) if token.upper == "="), -1)
        if equals not in {1, 3} or part[0].upper.startswith("@"):
            return {}
        column = part[equals - 1]
        found[column.plain] = writer.text(part[equals + 1 :])
    return found


def _updated(before: NamedQuery, columns: tuple[str, ...], values: dict[str, str], condition: str) -> str:
    lines = []
    for name in columns:
        value = values.get(name.casefold())
        if value is None:
            lines.append(f"{before.name}.{name}")
        elif condition:
            lines.append(f"CASE WHEN {condition} THEN {value} ELSE {before.name}.{name} END AS {name}")
        else:
            lines.append(f"{value} AS {name}")
    return "SELECT\n    " + ",\n    ".join(lines) + f"\nFROM {before.name}"
