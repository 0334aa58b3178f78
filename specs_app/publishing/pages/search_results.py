"""What a search found, prepared for reading: the words that were sought stand out, and each result says why it is there. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.names import item_title
from specs_app.document.types import Document
from specs_app.publishing.links import Links

KINDS = {
    "domain": "Domain",
    "return": "Return",
    "cms": "System",
    "object": "Object",
    "item": "Item",
    "category": "Code list",
    "extract": "SQL",
    "authority": "Authority",
    "change": "Change request",
}
#: Where words stand: what is said of it, with the system, return, domain or code that it is of.
WHY = {
    "reference": "In its reference",
    "name": "In its name",
    "former": "Was called",
    "definition": "In its definition",
    "code": "Code",
    "return": "Asked for by {}",
    "mapping": "How {} holds it",
    "domain": "In the domain {}",
    "list": "Its code list",
    "object": "In the object {}",
    "guidance": "In its guidance",
    "text": "In its text",
}
#: Of these the text itself is told too.
TOLD = frozenset({"former", "code", "return", "mapping", "list"})
LONGEST_EXTRACT = 260


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text; ``sought`` where it is one of the words."""

    text: str
    sought: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Where the words stand, and the text where that helps."""

    words: str
    text: tuple[TextPiece, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One result; ``name`` is what the column of an item is called, beside the title that its page has."""

    kind: str
    key: str
    title: str
    name: str
    href: str
    context: str
    extract: tuple[TextPiece, ...]
    why: tuple[Why, ...] = ()
    deprecated: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What the search knows of a part; each reason is where, whose, the text, and the synonym that stands there."""

    kind: str
    key: str
    title: str
    context: str
    extract: str
    address: str
    reasons: tuple[tuple[str, str, str, str], ...] = ()
    deprecated: str = ""
    name: str = ""


def hit(match: Match, words: Sequence[str], links: Links) -> Hit:
    """A match with its address on the web; words of its texts that begin like one of ``words`` stand out."""
    return Hit(
        kind=KINDS.get(match.kind, match.kind),
        key=match.key,
        title=match.title,
        name=match.name,
        href=page_of(match.address, links),
        context=match.context,
        extract=pieces(shortened(match.extract, words), words),
        why=tuple(_why(*reason, words) for reason in match.reasons),
        deprecated=match.deprecated,
    )


def page_of(address: str, links: Links) -> str:
    """Where people read of what was found; of a domain its items."""
    kind, *names = paths.page_of(address)
    return links.items(domain=names[0]) if kind == "domains" else links.page(kind, *names)


def _why(where: str, label: str, text: str, synonym: str, words: Sequence[str]) -> Why:
    bare = where != "code" and label and text.endswith(label)
    told = pieces(text, words) if where in TOLD and not bare else ()
    said = WHY[where].format(label) if label else WHY[where].partition(" {}")[0]
    return Why(f"{said}, as “{synonym}”" if synonym else said, told)


def heading(document: Document, kind: str, key: str, title: str) -> str:
    """What the page of a part is headed with: of an item what people call it, else the title that the search knows."""
    row = document.item_by_ref.get(key) if kind == "item" else None
    return item_title(*row) if row else title


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
