"""One script walked through, statement by statement: what it fills the objects with, and what stands in the way."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from specs_app.sql.reading.candidates import Candidate
from specs_app.sql.reading.declarations import Declarations
from specs_app.sql.reading.fragments import (
    QueryParts,
    Tokens,
    closing,
    find,
    name_at,
    names_in,
    parts_of,
    top_level,
    word_at,
)
from specs_app.sql.reading.helpers import HelperRows, HelperTables
from specs_app.sql.reading.queries import candidate_of, joined, trimmed
from specs_app.sql.reading.rendering import NamesInForce, NotCarried, TokenWriter
from specs_app.sql.reading.report import ReadingRemark, RefusedPart
from specs_app.sql.reading.statements import Statement, statements_of
from specs_app.sql.reading.tokens import ScriptText, Token
from specs_app.sql.reading.updates import changed_rows
from specs_app.sql.reading.words import SETS

REMEDY = "Write what it does into the SELECT that fills the object."


@dataclass
class ScriptResult:
    """What one script gives: candidates in order, and what was refused before any body was made of it."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[RefusedPart] = field(default_factory=list)
    notes: list[ReadingRemark] = field(default_factory=list)


class ScriptReader:
    """Reads one file. ``objects`` are the names of the specification's objects, by their folded names."""

    def __init__(self, source: ScriptText, objects: Mapping[str, str], dialect: str) -> None:
        self.source, self.objects, self.dialect = source, objects, dialect
        self.result = ScriptResult()
        self.helpers = HelperTables(dialect, _read_tables(source.tokens) | set(objects))
        self.declared = Declarations(self)
        self.now: Statement = Statement("", (), 0)
        self.rules: Mapping[str, Callable[[Tokens], None]] = {
            "INSERT": self._insert,
            "SELECT": self._select,
            "WITH": self._select,
            "(": self._select,
            "CREATE": self._create,
            "UPDATE": self._change,
            "DELETE": self._change,
            "MERGE": self._merge,
            "TRUNCATE": self._empty,
            "DROP": self._empty,
            "DECLARE": self.declared.declare,
            "SET": self.declared.set,
            "DEFINE": self.declared.define,
            "EXEC": self._dynamic,
            "EXECUTE": self._dynamic,
        }

    def read(self) -> ScriptResult:
        """Everything, in the order of the statements. Never fails: what cannot be carried over is refused by line."""
        for fault in self.source.faults:
            self._refuse("", fault.position, f"the {fault.what} that begins here is not closed", "Close it.")
        for statement in statements_of(self.source):
            self.now = statement
            rule = self.rules.get(statement.kind) or (self._select if statement.tokens[0].upper == "(" else None)
            if rule and not statement.handler:
                try:
                    rule(statement.tokens)
                except NotCarried as error:
                    self._refuse(self.target_name(), error.position, error.reason, REMEDY)
        return self.result

    # What statements share

    def renderer(self, parts: QueryParts | None = None, inline: str = "") -> TokenWriter:
        """Writes tokens of this statement; ``inline`` is an object whose rows so far may be read as a named query."""
        local = {entry.name.plain for entry in parts.named} if parts else set()
        return TokenWriter(
            self.source, NamesInForce(self.objects, self.declared.variables, self.helpers.read), local, inline
        )

    def remark(self, text: str, position: int) -> ReadingRemark:
        return ReadingRemark(text, self.source.file, self.source.line(position))

    def target_name(self) -> str:
        """The object that the statement is about, as far as its first words, or the tag above it, tell."""
        named = (self.objects.get(token.plain.lstrip("#")) for token in self.now.tokens[:12])
        tag = self.objects.get(self.source.tag(self.now.tokens[0].start).casefold().lstrip("#"), "")
        return next((name for name in named if name), tag)

    def _refuse(self, name: str, position: int, reason: str, remedy: str) -> None:
        self.result.refused.append(RefusedPart(name, self.source.file, self.source.line(position), reason, remedy))

    def _object(self, part: Token) -> str:
        return self.objects.get(part.plain.lstrip("#@"), "")

    def _key(self, part: Token) -> str:
        """Under which key a table is kept: objects without the marks of a temporary table."""
        return part.plain.lstrip("#@") if self._object(part) else part.plain

    # Statements

    def _insert(self, tokens: Tokens) -> None:
        start = find(tokens, {"INSERT"})
        if start < 0:
            return
        at = start + 1
        while word_at(tokens, at) in {"INTO", "OVERWRITE", "TABLE"}:
            at += 1
        parts, at = name_at(tokens, at)
        if not parts:
            raise NotCarried("it does not say into which table it inserts", tokens[start].start)
        columns: tuple[Token, ...] = ()
        if word_at(tokens, at) == "(" and word_at(tokens, at + 1) not in {"SELECT", "WITH", "("}:
            columns, at = names_in(tokens, at)
        if word_at(tokens, at) == "WITH" and word_at(tokens, at + 1) == "(":
            at = closing(tokens, at + 1) + 1
        if word_at(tokens, at) == "OUTPUT":
            raise NotCarried("it hands out the rows that it writes (OUTPUT)", tokens[at].start)
        names = tuple(_bare(column) for column in columns)
        self._fill(parts[-1], names, tokens[:start], trimmed(tokens[at:]))

    def _fill(self, target: Token, columns: tuple[str, ...], lead: Tokens, rest: Tokens) -> None:
        word = word_at(rest, 0)
        key, is_object = self._key(target), bool(self._object(target))
        if word == "VALUES":
            filling = self._rows(rest[1:], columns or self.helpers.table(key).columns)
            if is_object:
                raise NotCarried("it inserts rows written by hand, which are data and no extract", target.start)
            self._keep(key, filling)
            return
        if word not in {"SELECT", "WITH", "("}:
            raise NotCarried(f"it fills {target.text} by {word or 'nothing'}, not by a SELECT", target.start)
        query = joined(lead, parts_of(rest))
        columns = columns or self.helpers.table(key).columns
        candidate = candidate_of(self, self._object(target), query, columns, key)
        if is_object:
            self.result.candidates.append(candidate)
        self._keep(key, _filling_of(candidate))

    def _keep(self, key: str, filling: HelperRows) -> None:
        table = self.helpers.table(key)
        if not table.columns:
            table.columns = filling.columns
        table.add(filling)
        if self.now.condition and not self.objects.get(key):
            condition = self.remark_at(
                f"{key} is filled behind a condition, which was not carried over", self.now.condition
            )
            table.say(condition)

    def remark_at(self, text: str, line: int) -> ReadingRemark:
        return ReadingRemark(text, self.source.file, line)

    def _rows(self, tokens: Tokens, columns: tuple[str, ...]) -> HelperRows:
        writer = self.renderer()
        text = writer.text(tokens)
        return HelperRows("", text, columns, tuple(writer.uses), tuple(writer.asked.values()))

    def _select(self, tokens: Tokens) -> None:
        query = parts_of(trimmed(tokens))
        into = self._into(query.main)
        if into >= 0:
            self._select_into(query, into)
        elif word_at(query.main, 1)[:1] == "@" and word_at(query.main, 2) == "=":
            self.declared.select(query.main)
        elif word_at(query.main, 0) in {"SELECT", "("}:
            self.result.candidates.append(candidate_of(self, "", query, ()))

    def _into(self, main: Tokens) -> int:
        for index in top_level(main):
            if main[index].upper in {"FROM", "WHERE"} | SETS:
                return -1
            if main[index].upper == "INTO":
                return index
        return -1

    def _select_into(self, query: QueryParts, into: int) -> None:
        main = query.main
        parts, after = name_at(main, into + 1 + (word_at(main, into + 1) in {"TABLE", "TEMP", "TEMPORARY"}))
        if not parts:
            raise NotCarried("it does not say into which table it selects", main[into].start)
        self._made(parts[-1], replace(query, main=(*main[:into], *main[after:]), gap=into))

    def _made(self, target: Token, query: QueryParts) -> None:
        """A table that is new, with the rows and columns of a query."""
        key, name = self._key(target), self._object(target)
        table = self.helpers.table(key)
        table.empty()
        table.columns, table.types = (), {}
        candidate = candidate_of(self, name, query, (), key)
        if name:
            self.result.candidates.append(candidate)
        self._keep(key, _filling_of(candidate))

    def _create(self, tokens: Tokens) -> None:
        if any(token.upper in {"PROCEDURE", "PROC"} for token in tokens[:4]):
            self.declared.arguments(tokens)
            return
        kinds = {"TABLE", "VIEW"}
        at = next((index for index, token in enumerate(tokens[:8]) if token.upper in kinds), -1)
        if at < 0:
            return
        at += 1
        while word_at(tokens, at) in {"IF", "NOT", "EXISTS"}:
            at += 1
        parts, at = name_at(tokens, at)
        start = next((i for i in top_level(tokens, at) if word_at(tokens, i) == "AS"), -1)
        if parts and start >= 0 and word_at(tokens, start + 1) in {"SELECT", "WITH"}:
            self._made(parts[-1], parts_of(trimmed(tokens[start + 1 :])))
        elif parts and word_at(tokens, at) == "(":
            table = self.helpers.table(self._key(parts[-1]))
            table.empty()
            self.declared.columns(table, tokens[at + 1 : closing(tokens, at)])

    def _change(self, tokens: Tokens) -> None:
        """UPDATE and DELETE."""
        changed_rows(self, tokens)

    def _merge(self, tokens: Tokens) -> None:
        at = find(tokens, {"MERGE"}) + 1
        parts, _ = name_at(tokens, at + (word_at(tokens, at) == "INTO"))
        if parts:
            self.not_carried(parts[-1], "MERGE fills")

    def not_carried(self, target: Token, what: str) -> None:
        """Says of a table that a statement alters it in a way that no body holds."""
        key, name = self._key(target), self._object(target)
        text = (
            f"{what} {name or target.text} here, which was not carried over: its columns keep what filled them before"
        )
        if key in self.helpers.tables:
            self.helpers.table(key).say(self.remark(text, self.now.tokens[0].start))
        if name:
            self._refuse(name, self.now.tokens[0].start, text, REMEDY)

    def _empty(self, tokens: Tokens) -> None:
        at = 1 + (word_at(tokens, 1) == "TABLE")
        while word_at(tokens, at) in {"IF", "EXISTS"}:
            at += 1
        parts, _ = name_at(tokens, at)
        if parts and self._key(parts[-1]) in self.helpers.tables:
            self.helpers.table(self._key(parts[-1])).empty()
            self._start_over(self._object(parts[-1]))

    def _start_over(self, name: str) -> None:
        """The rows that an object had are gone: what filled it counts no more."""
        gone = [one for one in self.result.candidates if name and one.object == name and not one.otherwise]
        if gone and not self.now.otherwise:
            text = f"{name} is emptied here; what filled it in line {gone[-1].line} counts no more"
            self.result.notes.append(self.remark(text, self.now.tokens[0].start))
            self.result.candidates = [one for one in self.result.candidates if one not in gone]

    def _dynamic(self, tokens: Tokens) -> None:
        for token in tokens:
            text = token.text.casefold() if token.kind == "string" else ""
            name = (
                next((name for key, name in self.objects.items() if f"into {key}" in text), "")
                if "insert" in text
                else ""
            )
            if name:
                self._refuse(name, token.start, "it is SQL put together as text", "Write it as a plain statement.")


def _filling_of(candidate: Candidate) -> HelperRows:
    """A candidate as rows of a table."""
    remarks = tuple(dict.fromkeys(remark for used in candidate.uses for remark in used.remarks))
    uses = (*candidate.uses, *candidate.named)
    return HelperRows(candidate.main, "", candidate.columns, uses, candidate.asked, remarks)


def _bare(token: Token) -> str:
    return token.text[1:-1] if token.kind == "name" else token.text


def _read_tables(tokens: tuple[Token, ...]) -> set[str]:
    """The folded names that stand where tables are read."""
    return {
        two.plain
        for one, two in itertools.pairwise(tokens)
        if one.upper in {"FROM", "JOIN", "APPLY"} and two.kind in {"word", "name"}
    }
