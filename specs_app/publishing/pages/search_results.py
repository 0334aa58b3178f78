"""What a search found, prepared for reading: the words that were sought stand out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.publishing.links import Links

KINDS = {
    "object": "Object",
    "item": "Item",
    "category": "Code list",
    "extract": "SQL",
    "authority": "Authority",
    "change": "Change request",
}
LONGEST_EXTRACT = 260


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text; ``sought`` where it is one of the words."""

    text: str
    sought: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One object, item, code list, hand-written body, authority or change request."""

    kind: str
    key: str
    title: str
    href: str
    context: str
    extract: tuple[TextPiece, ...]
    deprecated: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What the search knows of a part."""

    kind: str
    key: str
    title: str
    context: str
    extract: str
    address: str
    deprecated: str = ""


def hit(match: Match, words: Sequence[str], links: Links) -> Hit:
    """A match with its address on the web; words of its extract that begin like one of ``words`` stand out."""
    return Hit(
        kind=KINDS.get(match.kind, match.kind),
        key=match.key,
        title=match.title,
        href=links.page(*paths.split(match.address)),
        context=match.context,
        extract=pieces(shortened(match.extract, words), words),
        deprecated=match.deprecated,
    )


def shortened(text: str, words: Sequence[str]) -> str:
    """The part of a long text round the first word sought, cut between words."""
    if len(text) <= LONGEST_EXTRACT:
        return text
    found = _pattern(words).search(text) if words else None
    start = max(0, found.start() - LONGEST_EXTRACT // 3) if found else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", start, start + LONGEST_EXTRACT)
    end = end if end > start else start + LONGEST_EXTRACT
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")


def pieces(text: str, words: Sequence[str]) -> tuple[TextPiece, ...]:
    """The text cut at the words sought; joined, the pieces are the text."""
    if not words:
        return (TextPiece(text, False),) if text else ()
    parts = _pattern(words).split(text)
    return tuple(TextPiece(part, position % 2 == 1) for position, part in enumerate(parts) if part)


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    begins = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])((?:{begins})[^\W_]*)", re.IGNORECASE)
