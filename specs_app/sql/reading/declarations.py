"""What a script declares: variables and their values, table variables, the columns of its tables."""

from __future__ import annotations

from typing import Protocol

from specs_app.sql.reading.fragments import Tokens, closing, find, name_at, split, word_at
from specs_app.sql.reading.helpers import HelperTable, HelperTables
from specs_app.sql.reading.rendering import NotCarried, TokenWriter
from specs_app.sql.reading.tokens import ScriptText, Token
from specs_app.sql.reading.values import LONGEST, Variable, literal_of

TYPE_ENDS = frozenset(
    {
        "=",
        "NOT",
        "NULL",
        "PRIMARY",
        "DEFAULT",
        "IDENTITY",
        "UNIQUE",
        "REFERENCES",
        "CHECK",
        "CONSTRAINT",
        ":=",
        "COLLATE",
    }
)
NO_COLUMN = frozenset({"PRIMARY", "CONSTRAINT", "UNIQUE", "FOREIGN", "CHECK", "INDEX", "KEY"})


class Walk(Protocol):
    """What declarations need of the script that is being read."""

    source: ScriptText
    helpers: HelperTables

    def renderer(self) -> TokenWriter: ...


class Declarations:
    """The variables as they stand at the statement that is being read."""

    def __init__(self, script: Walk) -> None:
        self.script = script
        self.variables: dict[str, Variable] = {}

    def declare(self, tokens: Tokens) -> None:
        """``DECLARE @a INT = 1, @b TABLE (...)``."""
        for part in split(tokens[1:]):
            while part and part[0].upper == "DECLARE":
                part = part[1:]
            if not part or not part[0].upper.startswith("@"):
                continue
            at = 1 + (word_at(part, 1) == "AS")
            if word_at(part, at) == "TABLE":
                table = self.script.helpers.table(part[0].plain)
                table.empty()
                table.declared = True
                self.columns(table, part[at + 2 : closing(part, at + 1)])
                continue
            equals = find(part, {"=", ":="}, at)
            end = len(part) if equals < 0 else equals
            kind = self._text(part[at:end])
            self._keep(part[0], kind, part[end + 1 :])

    def arguments(self, tokens: Tokens) -> None:
        """``CREATE PROCEDURE p (@a INT, @b DATE = '2020-01-01') AS``."""
        start = next((index for index, token in enumerate(tokens) if token.upper.startswith("@")), len(tokens))
        end = next((index for index in range(start, len(tokens)) if self._ends_arguments(tokens, index)), len(tokens))
        if start < end:
            self.declare(
                (
                    tokens[0],
                    *tokens[start : end - (word_at(tokens, end - 1) == ")" and word_at(tokens, start - 1) == "(")],
                )
            )

    def _ends_arguments(self, tokens: Tokens, index: int) -> bool:
        return tokens[index].upper in {"AS", "WITH"} and not word_at(tokens, index - 1).startswith("@")

    def set(self, tokens: Tokens) -> None:
        """``SET @a = 1``."""
        if word_at(tokens, 1).startswith("@") and word_at(tokens, 2) == "=":
            had = self.variables.get(tokens[1].plain)
            self._keep(tokens[1], had.type if had else "", tokens[3:])
        elif word_at(tokens, 1).startswith("@"):
            self._unknown(tokens[1], "its value is put together from what it was before")

    def select(self, main: Tokens) -> None:
        """``SELECT @a = MAX(b), @c = 1 FROM t``; each becomes a query of its own."""
        end = find(main, {"FROM", "WHERE"}, 1)
        end = len(main) if end < 0 else end
        tail = self._text(main[end:])
        for part in split(main[1:end]):
            if not (part[0].upper.startswith("@") and word_at(part, 1) == "="):
                continue
            if not tail:
                self._keep(part[0], self._type(part[0]), part[2:])
                continue
            self._query(part, main, end)

    def define(self, tokens: Tokens) -> None:
        """``DEFINE a = 1``, as SQL*Plus has it."""
        if len(tokens) > 3 and word_at(tokens, 2) == "=":
            key = f"@{tokens[1].plain}"
            text, line = self._text(tokens[3:4]), self.script.source.line(tokens[1].start)
            literal = literal_of(text)
            self.variables[key] = Variable(key[1:], "", line, "", literal if literal is not None else text)

    def columns(self, table: HelperTable, tokens: Tokens) -> None:
        """The columns of a table, from the brackets of its definition."""
        found: dict[str, str] = {}
        for part in split(tokens):
            if part[0].kind in {"word", "name"} and part[0].upper not in NO_COLUMN:
                end = find(part, TYPE_ENDS, 1)
                found[_bare(part[0])] = self._text(part[1 : len(part) if end < 0 else end])
        table.columns = tuple(found)
        table.types = {name.casefold(): kind for name, kind in found.items()}

    def _keep(self, name: Token, kind: str, value: Tokens) -> None:
        line, key = self.script.source.line(name.start), name.plain.lstrip("@")
        if not value:
            self.variables[name.plain] = Variable(key, kind, line)
            return
        literal = literal_of(self._text(value))
        if literal is not None:
            self.variables[name.plain] = Variable(key, kind, line, "", literal)
            return
        try:
            writer = self.script.renderer()
            text = writer.text(value)
        except NotCarried as error:
            self._unknown(name, error.reason)
            return
        if writer.uses or len(text) > LONGEST:
            self._unknown(name, "its value is a query of a temporary table, or too long")
            return
        self.variables[name.plain] = Variable(key, kind, line, _cast(text, kind), uses=tuple(writer.asked))

    def _query(self, part: Tokens, main: Tokens, end: int) -> None:
        try:
            writer = self.script.renderer()
            text = f"(SELECT {writer.text(part[2:])} {writer.text(main[end:])})"
        except NotCarried as error:
            self._unknown(part[0], error.reason)
            return
        if writer.uses or len(text) > LONGEST:
            self._unknown(part[0], "its value is a query of a temporary table, or too long")
            return
        line, key = self.script.source.line(part[0].start), part[0].plain.lstrip("@")
        self.variables[part[0].plain] = Variable(key, self._type(part[0]), line, text, uses=tuple(writer.asked))

    def _unknown(self, name: Token, reason: str) -> None:
        line = self.script.source.line(name.start)
        self.variables[name.plain] = Variable(
            name.plain.lstrip("@"), self._type(name), line, known=False, reason=reason
        )

    def _type(self, name: Token) -> str:
        had = self.variables.get(name.plain)
        return had.type if had else ""

    def _text(self, tokens: Tokens) -> str:
        return self.script.source.text[tokens[0].start : tokens[-1].end] if tokens else ""


def _cast(text: str, kind: str) -> str:
    """An expression as a value of the variable's type, which is what the variable held."""
    single = text.strip().upper().startswith(("CAST(", "CONVERT(")) and text.count("(") == text.count(")") == 1
    return f"CAST({text} AS {kind})" if kind and not single else f"({text})"


def _bare(token: Token) -> str:
    return token.text[1:-1] if token.kind == "name" else token.text


def target_of(tokens: Tokens, at: int) -> tuple[Token | None, int]:
    """The last part of a qualified name at an index, and the index behind the name."""
    parts, after = name_at(tokens, at)
    return (parts[-1] if parts else None), after
