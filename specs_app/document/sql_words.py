"""What people look for in SQL: the words of its comments and the names that it uses. Pure; the text need not be valid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

#: A comment, a text in quotes (whose letters are data, no words), a name in quotes or brackets, or a bare word.
_TOKEN = re.compile(
    r"--(?P<line>[^\n]*)|/\*(?P<block>.*?)(?:\*/|\Z)|'(?:[^']|'')*'|\"(?P<quoted>[^\"\n]*)\"|\[(?P<bracketed>[^\]\n]*)\]"
    r"|(?P<bare>[^\W\d]\w*)",
    re.DOTALL,
)
_COMMENTS = ("line", "block")
#: Words of the language that every query has.
_COMMON = frozenset(
    {
        *("all", "and", "any", "apply", "as", "asc", "between", "by", "case", "cast", "cross"),
        *("date", "datetime", "desc", "distinct", "else", "end", "exists", "from", "full", "group"),
        *("having", "in", "inner", "int", "is", "join", "left", "like", "max", "min", "not"),
        *("null", "nvarchar", "on", "or", "order", "outer", "over", "partition", "right"),
        *("row_number", "select", "then", "top", "try_cast", "union", "using", "varchar", "when"),
        *("where", "with"),
    }
)
LONGEST_BEGINNING = 600


class SqlWords(NamedTuple):
    """``beginning`` is what the comments say, or the first lines; ``words`` each word of comments and names, once."""

    beginning: str
    words: str


@lru_cache(maxsize=1_024)
def words_in(sql: str) -> SqlWords:
    """The words of a text of SQL."""
    comments, names = list[str](), dict[str, None]()
    for token in _TOKEN.finditer(sql):
        kind = token.lastgroup
        if kind in _COMMENTS:
            comments.append(" ".join(token[kind].replace("*", " ").strip(" -=").split()))
        elif kind and token[kind].casefold() not in _COMMON:
            names[token[kind]] = None
    said = [comment for comment in comments if comment]
    beginning = ". ".join(comment.rstrip(".") for comment in said) or " ".join(sql.split())
    return SqlWords(beginning[:LONGEST_BEGINNING], " ".join(_distinct(said, names)))


def _distinct(comments: list[str], names: dict[str, None]) -> Iterator[str]:
    yield from dict.fromkeys(word for text in (*comments, *names) for word in text.split())
