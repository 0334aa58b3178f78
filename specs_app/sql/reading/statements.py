"""The statements of a script, found by their words, so that one that cannot be parsed costs only itself.

SQL Server needs no mark between statements: a word that can begin one does so where nothing asks for it (the SELECT of an INSERT
does not). A word that can stand nowhere else, such as INSERT INTO, begins one even where a bracket was left open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.sql.reading.tokens import ScriptText, Token
from specs_app.sql.reading.words import (
    HARD,
    JOINING,
    LINE_STARTERS,
    NOT_BEFORE,
    ROUTINES,
    SET_WORDS,
    SETS,
    STARTERS,
    VERBS,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: its verb, its tokens, and the line of the condition that it stands behind, if any (0).

    ``otherwise`` says that it stands in an ELSE, ``handler`` that it only runs after an error.
    """

    kind: str
    tokens: tuple[Token, ...]
    line: int
    condition: int = 0
    otherwise: bool = False
    handler: bool = False


@dataclass(frozen=True, slots=True)
class _Guard:
    line: int = 0
    otherwise: bool = False
    handler: bool = False


def statements_of(source: ScriptText) -> list[Statement]:
    """All statements of a script in their order; also those that cannot be parsed."""
    return list(_guarded(source, _Splitter(source).run()))


class _Splitter:
    """Goes through the tokens once and knows what the statement that it is in still waits for."""

    def __init__(self, source: ScriptText) -> None:
        self.source, self.tokens = source, source.tokens
        self.first = 0
        self._fresh()

    def run(self) -> Iterator[tuple[str, tuple[Token, ...]]]:
        for index, token in enumerate(self.tokens):
            ends = token.upper in {";", "$$"} or self._is_batch_end(index)
            if ends or (token.upper and self._begins(index, token)):
                yield from self._cut(index)
                self._fresh()
                self.first = index + 1 if ends else index
            if not ends:
                self._take(index, token)
        yield from self._cut(len(self.tokens))

    def _cut(self, end: int) -> Iterator[tuple[str, tuple[Token, ...]]]:
        if end > self.first:
            yield self.kind, self.tokens[self.first : end]

    def _fresh(self) -> None:
        self.kind, self.depth, self.cases = "", 0, 0
        self.waits = self.set_seen = self.routine = False

    def _take(self, index: int, token: Token) -> None:
        """Notes what a token of the statement means for the next ones."""
        word = token.upper
        self._bracket(index, word)
        if self.depth and self.kind:
            return
        if word == "CASE":
            self.cases += 1
        elif word == "END" and self.cases:
            self.cases -= 1
        elif not self.kind and token.kind == "word":
            self._head(word)
        elif word in VERBS:
            self._verb(word)
        else:
            self._other(index, word)

    def _bracket(self, index: int, word: str) -> None:
        if word == "(":
            self.waits = self.waits and not (not self.depth and self._opens_main(index))
            self.depth += 1
        elif word == ")":
            self.depth = max(0, self.depth - 1)

    def _other(self, index: int, word: str) -> None:
        """A word that is no verb and yet says whether a SELECT is waited for."""
        if word in SETS or (word == "FOR" and self.kind == "DECLARE"):
            self.waits = True
        elif word in {"VALUES", "DEFAULT", "EXEC", "EXECUTE"} and self.kind == "INSERT":
            self.waits = False
        elif word == "AS" and self.kind == "CREATE" and not self.routine:
            self.waits = self._at(index + 1) in {"SELECT", "WITH", "("}
        self.set_seen = self.set_seen or word == "SET"
        self.routine = self.routine or (self.kind == "CREATE" and word in ROUTINES)

    def _opens_main(self, index: int) -> bool:
        """Whether the query that is waited for stands in brackets here; one behind AS is only named."""
        return self._at(index + 1) in {"SELECT", "WITH"} and self._at(index - 1) not in {"AS", "MATERIALIZED"}

    def _head(self, word: str) -> None:
        self.kind = word
        self.waits = word in {"WITH", "INSERT"}

    def _verb(self, word: str) -> None:
        if self.kind == "WITH":
            self.kind = word
            self.waits = word == "INSERT"
        elif word == "SELECT":
            self.waits = False

    def _begins(self, index: int, token: Token) -> bool:
        word = token.upper
        if index == self.first or (word not in STARTERS and word not in LINE_STARTERS):
            return False
        before, after = self._at(index - 1), self._at(index + 1)
        if before == "." or after == ".":
            return False
        if self._is_hard(word, after):
            return not (word == "INSERT" and self.kind == "WITH" and self.waits)
        if self.depth or self.cases or before in NOT_BEFORE.get(word, ()):
            return False
        if before in JOINING or (before == "AS" and not self.routine and word not in {"BEGIN", "DECLARE"}):
            return False
        return self._rule(index, word, before, after)

    def _is_hard(self, word: str, after: str) -> bool:
        if word == "DECLARE":
            return after.startswith("@")
        if word == "CREATE" and after == "OR":
            return True
        return after in HARD.get(word, ()) and not (word == "DROP" and self.kind == "ALTER")

    def _rule(self, index: int, word: str, before: str, after: str) -> bool:
        if word == "SELECT":
            return not (self.waits or before in SET_WORDS)
        if word == "WITH":
            return not (self.waits and self.kind != "WITH") and self._names_a_query(index)
        if word in VERBS and self.kind == "WITH" and self.waits:
            return False
        if word == "MERGE":
            return after != "JOIN"
        if word == "SET":
            return not (self.kind in {"MERGE", "ALTER"} or (self.kind == "UPDATE" and not self.set_seen))
        if word in {"EXEC", "EXECUTE"}:
            return not (self.kind == "INSERT" and self.waits)
        if word == "DROP":
            return self.kind != "ALTER"
        if word == "FETCH":
            return self._at(index + 2) == "FROM"
        return word in STARTERS or self._is_line_start(index)

    def _names_a_query(self, index: int) -> bool:
        """Whether ``WITH name [(...)] AS (`` stands here, and not a hint, WITH ROLLUP or WITH TIME ZONE."""
        at = index + 1 + (self._at(index + 1) == "RECURSIVE")
        if at >= len(self.tokens) or self.tokens[at].kind not in {"word", "name"}:
            return False
        at += 1
        if self._at(at) == "(":
            at = self._closing(at) + 1
        return self._at(at) == "AS"

    def _closing(self, at: int) -> int:
        """The index of the ``)`` of a list of names; where there is none, the place where it stops being one."""
        while at < len(self.tokens) and self._at(at) != ")":
            at += 1
            if self._at(at) in {"(", ";", "SELECT"}:
                break
        return at

    def _is_batch_end(self, index: int) -> bool:
        """GO, alone on its line, perhaps with a number."""
        token = self.tokens[index]
        if token.upper != "GO" or not self._is_line_start(index):
            return False
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return following is None or following.kind == "number" or self._parted(token, following)

    def _is_line_start(self, index: int) -> bool:
        return index == 0 or self._parted(self.tokens[index - 1], self.tokens[index])

    def _parted(self, one: Token, other: Token) -> bool:
        return self.source.text.find("\n", one.end, other.start) >= 0

    def _at(self, index: int) -> str:
        return self.tokens[index].upper if 0 <= index < len(self.tokens) else ""


def _guarded(source: ScriptText, parts: Iterator[tuple[str, tuple[Token, ...]]]) -> Iterator[Statement]:
    """Each statement with the condition that it stands behind."""
    blocks: list[_Guard] = []
    pending: _Guard | None = None
    for kind, tokens in parts:
        line = source.line(tokens[0].start)
        guard = pending or (blocks[-1] if blocks else _Guard())
        if kind in {"IF", "ELSE", "WHILE"}:
            pending = _Guard(line, kind == "ELSE" or guard.otherwise, guard.handler)
            if tokens[-1].upper in {"THEN", "LOOP"}:
                blocks.append(pending)
                pending = None
        elif kind == "BEGIN":
            if not {token.upper for token in tokens[:2]} & {"TRAN", "TRANSACTION"}:
                caught = any(token.upper == "CATCH" for token in tokens[:2])
                blocks.append(_Guard(guard.line, guard.otherwise, guard.handler or caught))
            pending = None
        elif kind == "END":
            if blocks:
                blocks.pop()
            pending = None
        else:
            yield Statement(kind, tokens, line, guard.line, guard.otherwise, guard.handler)
            pending = None
