"""Places within a book: how they are named, and links that lead there from any part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from specs_app.publishing.links import Links, QueryValue
from specs_app.publishing.pdf.style import SCHEME

SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
#: What has a place in a book.
KINDS = frozenset({"objects", "items", "categories"})


@dataclass(frozen=True, slots=True)
class Anchors(Links):
    """Links to places within the book. Where it does not hold the place, the binder takes the link away."""

    def page(self, *parts: str, **query: QueryValue) -> str:
        """``part:items-PERS001A`` for the item of that reference; empty for what is never in a book."""
        if query or len(parts) != 2 or parts[0] not in KINDS:
            return ""
        return SCHEME + anchor(*parts)


def anchor(kind: str, name: str) -> str:
    """The name of a place; one with unusual characters is spelt in hexadecimal, so that no link needs quoting."""
    return f"{kind}-{name if SAFE_NAME.fullmatch(name) else name.encode('utf-8', 'replace').hex()}"
