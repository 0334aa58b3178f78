"""Tokens written as text again, with the names of a script replaced by what a body may read.

Temporary tables become named queries, variables parameters or their expressions, own tables lose the schema, which is a setting.
Everything else, comments and line ends too, stays as it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from specs_app.sql.reading.fragments import Tokens, name_at, word_at
from specs_app.sql.reading.report import ReadingRemark
from specs_app.sql.reading.tokens import ScriptText, Token
from specs_app.sql.reading.values import Variable

#: What scripts write where nobody knows the source yet. As a name it is a column of no table.
PLACEHOLDER = "PLACEHOLDER_DATA"
TABLE_PLACES = frozenset({"FROM", "JOIN", "APPLY", "UPDATE", "USING"})


class NotCarried(Exception):
    """A part of a script that no body can hold: why, and at which position of the text."""

    def __init__(self, reason: str, position: int) -> None:
        super().__init__(reason)
        self.reason, self.position = reason, position


@dataclass(frozen=True, eq=False)
class NamedQuery:
    """A query that bodies read under a name: a temporary table as it stood at one place of the script.

    ``columns`` are the names behind the name, if it needs them; ``uses`` the named queries that it reads itself.
    """

    name: str
    columns: tuple[str, ...]
    text: str
    uses: tuple[NamedQuery, ...] = ()
    asked: tuple[Variable, ...] = ()
    remarks: tuple[ReadingRemark, ...] = ()

    @property
    def entry(self) -> str:
        """As an entry of a WITH."""
        columns = f" ({', '.join(self.columns)})" if self.columns else ""
        return f"{self.name}{columns} AS (\n{self.text}\n)"


def all_uses(uses: Collection[NamedQuery]) -> tuple[NamedQuery, ...]:
    """The named queries and all that they read, each once, each behind those that it reads."""
    found: dict[NamedQuery, None] = {}
    seen: set[NamedQuery] = set()
    stack = [(query, False) for query in reversed(tuple(uses))]
    while stack:
        query, done = stack.pop()
        if done:
            found[query] = None
        elif query not in seen:
            seen.add(query)
            stack.append((query, True))
            stack.extend((used, False) for used in reversed(query.uses))
    return tuple(found)


@dataclass
class NamesInForce:
    """What the names of a script mean where a statement stands.

    ``tables`` gives the named query of a temporary table, or None where the script has no such table.
    """

    objects: Mapping[str, str]
    variables: Mapping[str, Variable]
    tables: Callable[[str], NamedQuery | None]


@dataclass
class TokenWriter:
    """Writes the tokens of one statement; collects what they read."""

    source: ScriptText
    names: NamesInForce
    local: Collection[str] = ()
    inline: str = ""
    renamed: Mapping[str, str] = field(default_factory=dict)
    uses: dict[NamedQuery, None] = field(default_factory=dict)
    asked: dict[str, Variable] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)

    def text(self, tokens: Tokens) -> str:
        """The text of tokens that follow each other; raises ``NotCarried``."""
        if not tokens:
            return ""
        pieces, position, at = [], tokens[0].start, 0
        while at < len(tokens):
            replaced, after = self._replaced(tokens, at)
            if replaced is not None:
                pieces += [self.source.text[position : tokens[at].start], replaced]
                position = tokens[after - 1].end
            at = after
        return "".join(pieces) + self.source.text[position : tokens[-1].end]

    def _replaced(self, tokens: Tokens, at: int) -> tuple[str | None, int]:
        token = tokens[at]
        if token.upper == ":" and at + 1 < len(tokens) and tokens[at + 1].start == token.end:
            return self._bound(tokens, at)
        if token.kind not in {"word", "name"} or word_at(tokens, at - 1) == ".":
            return None, at + 1
        if token.upper[:1] == "@" and token.upper != "@":
            return self._variable(token, token.plain), at + 1
        if token.upper[:1] == "&":
            return self._variable(token, "@" + token.plain.lstrip("&")), at + 1
        if token.upper == PLACEHOLDER and word_at(tokens, at + 1) != ".":
            return "NULL", at + 1
        return self._name(tokens, at)

    def _bound(self, tokens: Tokens, at: int) -> tuple[str | None, int]:
        following = tokens[at + 1]
        if following.kind not in {"word", "string"}:
            return None, at + 1
        key = following.text.strip("'").casefold()
        return self._variable(following, f"@{key}"), at + 2

    def _variable(self, token: Token, key: str) -> str:
        if key.startswith("@@"):
            raise NotCarried(f"it reads {token.text}, which no body can", token.start)
        if table := self.names.tables(key):
            return self._use(table)
        name = key.lstrip("@")
        variable = self.names.variables.get(key) or Variable(name, "", self.source.line(token.start))
        if not variable.known:
            raise NotCarried(f"it reads {token.text}: {variable.reason}", token.start)
        if variable.expression:
            for used in variable.uses:
                self.asked.setdefault(used, self.names.variables.get(f"@{used}") or Variable(used, "", variable.line))
            return variable.expression
        self.asked.setdefault(name, variable)
        return f":{name}"

    def _name(self, tokens: Tokens, at: int) -> tuple[str | None, int]:
        parts, after = name_at(tokens, at)
        hashed = next((index for index, part in enumerate(parts) if part.plain.startswith("#")), -1)
        if hashed >= 0:
            return self._rest(self._temporary(parts[hashed]), parts, hashed), after
        placed = word_at(tokens, at - 1) in TABLE_PLACES or (word_at(tokens, at - 1) == "," and len(parts) > 1)
        where = len(parts) - 1 if placed else len(parts) - 2
        if where < 0 or (len(parts) == 1 and parts[0].plain in self.local):
            return self.renamed.get(parts[0].plain) if placed or len(parts) > 1 else None, after
        table = self._table(parts[where], qualified=where > 0)
        if table is None and parts[0].plain in self.renamed and len(parts) == 2 and not placed:
            return self._rest(self.renamed[parts[0].plain], parts, 0), after
        return (None if table is None else self._rest(table, parts, where)), after

    def _rest(self, table: str, parts: tuple[Token, ...], where: int) -> str:
        return ".".join((table, *(part.text for part in parts[where + 1 :])))

    def _temporary(self, part: Token) -> str:
        bare = part.plain.lstrip("#")
        own = self.names.objects.get(bare)
        if own is not None and bare != self.inline:
            self.own.add(bare)
            return own
        table = self.names.tables(bare if own else part.plain)
        if table is None:
            raise NotCarried(
                f"it reads the temporary table {part.text}, which the script does not fill before", part.start
            )
        return self._use(table)

    def _table(self, part: Token, *, qualified: bool) -> str | None:
        """The name of an own table or of one that the script fills; None for any other."""
        own = self.names.objects.get(part.plain)
        if own is not None and part.plain != self.inline:
            self.own.add(part.plain)
            return own if qualified else None
        table = self.names.tables(part.plain)
        return None if table is None else self._use(table)

    def _use(self, table: NamedQuery) -> str:
        self.uses[table] = None
        return table.name
