"""The style of print, and how links between parts are written."""

from __future__ import annotations

from functools import cache
from pathlib import Path

STYLE = Path("static", "pdf", "book.css")
#: What stands before the name of a place in a link: parts are set one by one, so no part knows where a place of another is.
SCHEME = "part:"


@cache
def style() -> str:
    """The style sheet. Found beside this package, as the process that sets parts has no settings."""
    return (Path(__file__).resolve().parents[3] / STYLE).read_text(encoding="utf-8")
