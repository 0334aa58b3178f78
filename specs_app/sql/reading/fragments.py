"""The parts of a query as its tokens show them: what it names with WITH, its columns, its ends. Nothing is parsed here."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specs_app.sql.reading.tokens import Token
from specs_app.sql.reading.words import SETS

Tokens = Sequence[Token]
LIST_ENDS = SETS | frozenset(
    {"FROM", "INTO", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "OPTION", "WINDOW"}
)
LIMITS = frozenset({"TOP", "LIMIT", "OFFSET", "FETCH"})
NO_ALIAS_AFTER = frozenset(
    {
        ".",
        "::",
        "COLLATE",
        "OVER",
        "IS",
        "NOT",
        "ZONE",
        "AND",
        "OR",
        "LIKE",
        "IN",
        "THEN",
        "ELSE",
        "CASE",
        "INTERVAL",
        "DATE",
    }
)


@dataclass(frozen=True, slots=True)
class NamedPart:
    """One entry of a WITH: its name, the names of its columns if it gives them, and the query between the brackets."""

    name: Token
    columns: tuple[Token, ...]
    query: tuple[Token, ...]


@dataclass(frozen=True, slots=True)
class QueryParts:
    """A query: whether its WITH is recursive, the entries of it, and what stands behind.

    ``gap`` is the place in ``main`` before which tokens were left out; -1 where none were.
    """

    recursive: bool
    named: tuple[NamedPart, ...]
    main: tuple[Token, ...]
    gap: int = -1


@dataclass(frozen=True, slots=True)
class SelectedColumn:
    """One column of a select list: where its tokens begin and end, and the token that is its name (-1: none is seen)."""

    first: int
    end: int
    name: int
    equals: bool = False
    star: bool = False


@dataclass(frozen=True, slots=True)
class SelectShape:
    """What editing a SELECT has to know: its columns, where their list ends, and what makes leaving one out unsafe."""

    columns: tuple[SelectedColumn, ...]
    end: int
    distinct: bool
    sets: bool
    grouped: bool
    limited: bool


def closing(tokens: Tokens, at: int) -> int:
    """The index of the bracket that closes the one at ``at``; the number of tokens where none does."""
    depth = 0
    for index in range(at, len(tokens)):
        if tokens[index].upper == "(":
            depth += 1
        elif tokens[index].upper == ")":
            depth -= 1
            if not depth:
                return index
    return len(tokens)


def top_level(tokens: Tokens, start: int = 0) -> Iterator[int]:
    """The indexes of the tokens that stand in no bracket and no CASE."""
    depth = cases = 0
    for index in range(start, len(tokens)):
        word = tokens[index].upper
        if word == "(":
            if not (depth or cases):
                yield index
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
            if not (depth or cases):
                yield index
        elif depth:
            continue
        elif word == "CASE":
            cases += 1
        elif word == "END" and cases:
            cases -= 1
        elif not cases:
            yield index


def find(tokens: Tokens, words: frozenset[str] | set[str], start: int = 0) -> int:
    """The first index, in no bracket, of one of the words; -1 where there is none."""
    return next((index for index in top_level(tokens, start) if tokens[index].upper in words), -1)


def word_at(tokens: Tokens, index: int) -> str:
    """The word or mark at an index; empty where there is none."""
    return tokens[index].upper if 0 <= index < len(tokens) else ""


def name_at(tokens: Tokens, at: int) -> tuple[tuple[Token, ...], int]:
    """The parts of a qualified name that begins at ``at``, and the index behind it; ``a..b`` leaves the middle out."""
    parts: list[Token] = []
    while at < len(tokens) and tokens[at].kind in {"word", "name"}:
        parts.append(tokens[at])
        at += 1
        if word_at(tokens, at) != ".":
            break
        while word_at(tokens, at) == ".":
            at += 1
    return tuple(parts), at


def names_in(tokens: Tokens, at: int) -> tuple[tuple[Token, ...], int]:
    """The names in the brackets that open at ``at``, and the index behind them; no names where they are not plain."""
    end = closing(tokens, at)
    inside = tokens[at + 1 : end]
    names, plain = inside[::2], all(token.upper == "," for token in inside[1::2])
    if plain and names and all(token.kind in {"word", "name"} for token in names):
        return tuple(names), end + 1
    return (), end + 1


def parts_of(tokens: Tokens) -> QueryParts:
    """A query taken apart; one whose WITH is not understood has all of it in ``main``."""
    if word_at(tokens, 0) != "WITH":
        return QueryParts(False, (), tuple(tokens))
    recursive = word_at(tokens, 1) == "RECURSIVE"
    at, named = 1 + recursive, []
    while True:
        entry, at = _named_part(tokens, at)
        if entry is None:
            return QueryParts(False, (), tuple(tokens))
        named.append(entry)
        if word_at(tokens, at) != ",":
            return QueryParts(recursive, tuple(named), tuple(tokens[at:]))
        at += 1


def _named_part(tokens: Tokens, at: int) -> tuple[NamedPart | None, int]:
    if at >= len(tokens) or tokens[at].kind not in {"word", "name"}:
        return None, at
    name, at = tokens[at], at + 1
    columns: tuple[Token, ...] = ()
    if word_at(tokens, at) == "(":
        columns, at = names_in(tokens, at)
    if word_at(tokens, at) != "AS":
        return None, at
    at += 1
    while word_at(tokens, at) in {"NOT", "MATERIALIZED"}:
        at += 1
    end = closing(tokens, at) if word_at(tokens, at) == "(" else len(tokens)
    return (NamedPart(name, columns, tuple(tokens[at + 1 : end])), end + 1) if end < len(tokens) else (None, at)


def shape_of(tokens: Tokens) -> SelectShape | None:
    """The shape of the first SELECT of a query without WITH; None where it does not begin with one."""
    if word_at(tokens, 0) != "SELECT":
        return None
    start = _list_start(tokens)
    end = find(tokens, LIST_ENDS, start)
    end = len(tokens) if end < 0 else end
    commas = [index for index in top_level(tokens, start) if index < end and tokens[index].upper == ","]
    edges = [start - 1, *commas, end]
    columns = tuple(_column(tokens, first + 1, last) for first, last in itertools.pairwise(edges))
    words = {tokens[index].upper for index in top_level(tokens)}
    return SelectShape(
        columns, end, "DISTINCT" in words, bool(words & SETS), bool(words & {"GROUP", "HAVING"}), bool(words & LIMITS)
    )


def _list_start(tokens: Tokens) -> int:
    at = 1
    while word_at(tokens, at) in {"DISTINCT", "ALL"}:
        at += 1
    if word_at(tokens, at) == "TOP":
        at = closing(tokens, at + 1) + 1 if word_at(tokens, at + 1) == "(" else at + 2
        at += word_at(tokens, at) == "PERCENT"
        at += 2 * (word_at(tokens, at) == "WITH" and word_at(tokens, at + 1) == "TIES")
    return at


def _column(tokens: Tokens, first: int, end: int) -> SelectedColumn:
    if first >= end:
        return SelectedColumn(first, end, -1)
    last, one = end - 1, end - first == 1
    if tokens[last].upper == "*":
        return SelectedColumn(first, end, -1, star=True)
    if word_at(tokens, first + 1) == "=" and tokens[first].kind in {"word", "name"}:
        return SelectedColumn(first, end, first, equals=True)
    before = word_at(tokens, last - 1)
    if before == "AS" and not one:
        return SelectedColumn(first, end, last)
    named = tokens[last].kind in {"word", "name"} and tokens[last].upper not in {"END", "NULL"}
    if one or before == ".":
        return SelectedColumn(first, end, last if named else -1)
    follows = tokens[last - 1].kind != "sign" or before == ")"
    return SelectedColumn(first, end, last if named and follows and before not in NO_ALIAS_AFTER else -1)


def without_order(tokens: Tokens) -> tuple[Tokens, bool]:
    """A query without its last ORDER BY, and whether it had one that says nothing but the order of the rows."""
    at = -1
    for index in top_level(tokens):
        if tokens[index].upper == "ORDER" and word_at(tokens, index + 1) == "BY":
            at = index
        elif tokens[index].upper in LIMITS | {"FOR", "OPTION"}:
            return tokens, False
    return (tokens[:at], True) if at > 0 else (tokens, False)


def split(tokens: Tokens) -> list[Tokens]:
    """The parts between commas that stand in no bracket."""
    commas = [index for index in top_level(tokens) if tokens[index].upper == ","]
    edges = [-1, *commas, len(tokens)]
    return [tokens[first + 1 : last] for first, last in itertools.pairwise(edges) if first + 1 < last]
