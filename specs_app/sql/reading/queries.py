"""A query of a script as a candidate: its text with all that it needs, and what is left out of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Protocol

from specs_app.sql.body_checks import scope_of
from specs_app.sql.reading.candidates import Candidate
from specs_app.sql.reading.fragments import QueryParts, Tokens, parts_of, top_level, without_order, word_at
from specs_app.sql.reading.helpers import HelperTables
from specs_app.sql.reading.rendering import NamedQuery, NotCarried, TokenWriter, all_uses
from specs_app.sql.reading.report import ReadingRemark
from specs_app.sql.reading.statements import Statement
from specs_app.sql.reading.tokens import ScriptText

LATER = frozenset({"RETURNING", "OPTION"})


class QueryWalk(Protocol):
    """What a query needs of the script that is being read. ``now`` is the statement that it stands in."""

    source: ScriptText
    helpers: HelperTables
    now: Statement

    def renderer(self, parts: QueryParts | None = None, inline: str = "") -> TokenWriter: ...
    def remark(self, text: str, position: int) -> ReadingRemark: ...
    def remark_at(self, text: str, line: int) -> ReadingRemark: ...
    def target_name(self) -> str: ...


def joined(lead: Tokens, query: QueryParts) -> QueryParts:
    """A query with the WITH that stands before its INSERT."""
    before = parts_of(lead) if lead else QueryParts(False, (), ())
    if before.main:
        raise NotCarried("the queries that it names before INSERT are not understood", lead[0].start)
    return QueryParts(before.recursive or query.recursive, (*before.named, *query.named), query.main)


def trimmed(tokens: Tokens) -> Tokens:
    """A query without what only concerns how it is run or what is said after it."""
    for index in top_level(tokens):
        if tokens[index].upper in LATER or (tokens[index].upper == "ON" and word_at(tokens, index + 1) == "CONFLICT"):
            return tokens[:index]
    return tokens


def candidate_of(script: QueryWalk, name: str, query: QueryParts, columns: tuple[str, ...], key: str = "") -> Candidate:
    """A query as text. ``key`` is the table that it fills, none for one that only selects."""
    main, ordered = without_order(query.main)
    if not main:
        raise NotCarried("it holds no SELECT", script.now.tokens[0].start)
    writer = script.renderer(query, key if name else "")
    if key and not name:
        writer.renamed = {one.name.plain: script.helpers.fresh(f"{key}_{one.name.plain}") for one in query.named}
    named = tuple(_entries(writer, query))
    gap = query.gap
    text = f"{writer.text(main[:gap])}\n{writer.text(main[gap:])}" if gap > 0 else writer.text(main)
    uses = all_uses(writer.uses)
    asked = {variable.key: variable for used in uses for variable in used.asked} | writer.asked
    return Candidate(
        object=name,
        kind="insert" if name else "select",
        file=script.source.file,
        line=script.now.line,
        main=text,
        main_line=script.source.line(main[0].start),
        columns=columns,
        named=named,
        recursive=query.recursive,
        uses=uses,
        asked=tuple(asked.values()),
        remarks=tuple(_remarks(script, query.main[len(main)].start if ordered else -1)),
        own=frozenset(writer.own),
        condition=script.now.condition,
        otherwise=script.now.otherwise,
        tag=script.target_name(),
        scope=_scope(script),
    )


def _remarks(script: QueryWalk, order: int) -> Iterable[ReadingRemark]:
    """What is not in the text: the order of the rows, which begins at a position (-1: none), and a condition around it."""
    if order >= 0:
        yield script.remark("the order of the rows was left out", order)
    if script.now.condition:
        yield script.remark_at("it stands behind a condition, which was not carried over", script.now.condition)


def _entries(writer: TokenWriter, query: QueryParts) -> Iterable[NamedQuery]:
    for entry in query.named:
        columns = tuple(column.text for column in entry.columns)
        yield NamedQuery(writer.renamed.get(entry.name.plain, entry.name.text), columns, writer.text(entry.query))


def _scope(script: QueryWalk) -> str:
    """What the comments above the statement say of the rows that it takes."""
    tokens, start = script.source.tokens, script.now.tokens[0].start
    before = bisect_left(tokens, start, key=lambda token: token.start) - 1
    return scope_of(script.source.text[tokens[before].end if before >= 0 else 0 : start])
