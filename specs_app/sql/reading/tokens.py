"""A script cut into words, marks and comments. It takes any text, costs time linear in its length, and never fails.

What a server would refuse (a string or a comment that is not closed) becomes a fault, and reading goes on where the next
statement seems to begin, so that one missing quote does not cost the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

TokenKind = Literal["word", "name", "string", "number", "sign"]

SPACE, WORD, NUMBER = (
    re.compile(r"\s+"),
    re.compile(r"[^\W\d][\w$#@]*"),
    re.compile(r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+"),
)
MARKED_WORD = re.compile(r"[@#&]{1,2}\w[\w$#@]*|\$\w+")
STRING = re.compile(r"(?:[NnBbXx]|[Uu]&)?'[^']*(?:''[^']*)*('?)")
ESCAPED = re.compile(r"[Ee]'[^'\\]*(?:(?:\\.|'')[^'\\]*)*('?)", re.DOTALL)
DOLLAR = re.compile(r"\$(?:[A-Za-z_]\w*)?\$")
NAMES = {"tsql": re.compile(r"\"[^\"\n]*\"|\[[^\]\n]*(?:\]\][^\]\n]*)*\]"), "other": re.compile(r"\"[^\"\n]*\"")}
SIGN = re.compile(r"::|<>|!=|>=|<=|\|\||:=|.", re.DOTALL)
BLOCK_ENDS = re.compile(r"/\*|\*/")
LINE = re.compile(r"[^\n]*")
#: A line that begins so is no part of a string or comment that runs over several lines: its end was forgotten.
BEGINS = re.compile(
    r"^[ \t]*(?:GO[ \t]*$|INSERT\s+INTO\s|CREATE\s+TABLE\s|TRUNCATE\s+TABLE\s|DROP\s+TABLE\s|IF\s+OBJECT_ID|(?:--|/\*)[\s]*META-)",
    re.IGNORECASE | re.MULTILINE,
)
BATCH = re.compile(r"^[ \t]*(?:GO[ \t]*$|(?:--|/\*)\s*META-CONTAINER)", re.IGNORECASE | re.MULTILINE)
CONTAINER = re.compile(r"META-CONTAINER:\s*\{[^}\n]*\"name\":\s*\"([^\"\n]*)\"", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark at ``start`` to ``end``. ``upper`` is a word in capitals, or a mark as it is; empty for the rest."""

    kind: TokenKind
    text: str
    start: int
    end: int
    upper: str

    @property
    def plain(self) -> str:
        """A name without its quotes, folded, so that names can be compared."""
        text = self.text[1:-1].replace("]]", "]") if self.kind == "name" else self.text
        return text.casefold()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not closed, and where."""

    position: int
    what: str


@dataclass(frozen=True)
class ScriptText:
    """One file as text, its tokens in order, the objects that its tags name, and what of it is not closed."""

    file: str
    text: str
    tokens: tuple[Token, ...] = ()
    tags: tuple[tuple[int, str], ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @cached_property
    def _lines(self) -> list[int]:
        return [match.start() for match in re.finditer("\n", self.text)]

    def line(self, position: int) -> int:
        """The number of the line of a position, from 1."""
        return bisect_right(self._lines, position - 1) + 1

    def tag(self, position: int) -> str:
        """The object that the last tag before a position names; empty where there is none."""
        index = bisect_right(self.tags, (position, chr(0x10FFFF)))
        return self.tags[index - 1][1] if index else ""


def source_of(file: str, text: str, dialect: str) -> ScriptText:
    """A file cut into tokens, in the words of ``dialect``."""
    return _Lexer(file, _unified(text), dialect).run()


def _unified(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")


class _Lexer:
    """Goes through a text once."""

    def __init__(self, file: str, text: str, dialect: str) -> None:
        self.file, self.text, self.dialect = file, text, dialect
        self.names = NAMES.get(dialect, NAMES["other"])
        self.tokens: list[Token] = []
        self.tags: list[tuple[int, str]] = []
        self.faults: list[Fault] = []
        self.nested = True
        self.open_dollars: list[str] = []

    def run(self) -> ScriptText:
        position, end = 0, len(self.text)
        while position < end:
            position = self._step(position)
        return ScriptText(self.file, self.text, tuple(self.tokens), tuple(self.tags), tuple(self.faults))

    def _step(self, at: int) -> int:
        if match := SPACE.match(self.text, at):
            return match.end()
        two = self.text[at : at + 2]
        if two == "--":
            return self._comment(at, LINE.match(self.text, at).end())  # type: ignore[union-attr]
        if two == "/*":
            return self._comment(at, self._block_end(at))
        return self._string(at) or self._dollar(at) or self._token(at)

    def _comment(self, start: int, end: int) -> int:
        for found in CONTAINER.finditer(self.text, start, end):
            self.tags.append((start, found[1]))
        return end

    def _block_end(self, start: int) -> int:
        end = self._nested_end(start) if self.nested else 0
        if not end and (close := self.text.find("*/", start + 2)) >= 0:
            end = close + 2
        if end:
            return end
        self.faults.append(Fault(start, "comment"))
        after = BATCH.search(self.text, start + 2)
        return after.start() if after else len(self.text)

    def _nested_end(self, start: int) -> int:
        depth = 0
        for match in BLOCK_ENDS.finditer(self.text, start):
            depth += 1 if match[0] == "/*" else -1
            if not depth:
                return match.end()
        self.nested = False
        return 0

    def _string(self, at: int) -> int:
        match = (ESCAPED.match(self.text, at) if self.dialect == "postgres" else None) or STRING.match(self.text, at)
        if match is None:
            return 0
        end, begins = match.end(), None
        if "\n" in match[0]:
            begins = BEGINS.search(self.text, at + match[0].index("\n") + 1, end)
        if begins or not match[1]:
            self.faults.append(Fault(at, "text in quotes"))
            end = LINE.match(self.text, at).end()  # type: ignore[union-attr]
        return self._add("string", at, end)

    def _dollar(self, at: int) -> int:
        """A text between ``$$``; that of a block or a function is read as statements."""
        match = DOLLAR.match(self.text, at) if self.dialect == "postgres" else None
        if match is None:
            return 0
        if match[0] in self.open_dollars:
            self.open_dollars.remove(match[0])
            return self._add("sign", at, match.end(), "$$")
        if self.tokens and self.tokens[-1].upper in {"DO", "AS"}:
            self.open_dollars.append(match[0])
            return self._add("sign", at, match.end(), "$$")
        close = self.text.find(match[0], match.end())
        return self._add("string", at, close + len(match[0])) if close >= 0 else self._add("sign", at, match.end())

    def _token(self, at: int) -> int:
        if match := self.names.match(self.text, at):
            return self._add("name", at, match.end())
        if match := WORD.match(self.text, at):
            return self._add("word", at, match.end(), match[0].upper())
        if match := NUMBER.match(self.text, at):
            return self._add("number", at, match.end())
        marked = MARKED_WORD.match(self.text, at)
        if marked and (self.dialect == "tsql" or marked[0][0] in "&$"):
            return self._add("word", at, marked.end(), marked[0].upper())
        sign = SIGN.match(self.text, at)
        return self._add("sign", at, at + len(sign[0] if sign else " "), sign[0] if sign else "")

    def _add(self, kind: TokenKind, start: int, end: int, upper: str = "") -> int:
        self.tokens.append(Token(kind, self.text[start:end], start, end, upper))
        return end
