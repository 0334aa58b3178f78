"""What text may be written into a specification, and how a refusal is worded."""

from __future__ import annotations

import re
from typing import Final

# Not printable in YAML 1.1 and 1.2 (C0, C1, surrogates, non-characters); line and paragraph separators, which YAML takes for
# line breaks; a byte order mark; marks that make text read in another order than it is stored (Unicode TR 36); and what shows
# nothing at all, so that two texts that look the same are not. The joiners of emoji and of some scripts are welcome.
FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\xad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
NAME: Final = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
REFERENCE: Final = re.compile(r"([A-Z][A-Z0-9]*?)([0-9]{3})([A-Z])", re.ASCII)
TYPE: Final = re.compile(
    r"[A-Za-z][A-Za-z0-9_]*(?: [A-Za-z0-9_]+)*(?: ?\((?:[0-9]{1,5}|max)(?:, ?[0-9]{1,3})?\))?", re.ASCII
)

NAME_LIMIT: Final = 63  # the longest identifier PostgreSQL keeps whole
LINE_LIMIT: Final = 500
TEXT_LIMIT: Final = 50_000


def tidy(text: str) -> str:
    """The text with every line break as one line feed, as browsers and systems differ."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def shown(value: object, limit: int = 60) -> str:
    """A value as a message quotes it: short, on one line, with nothing unprintable."""
    text = value[: limit + 1] if isinstance(value, str) else type(value).__name__
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[:limit])
    return f"“{clean}{'…' if len(text) > limit else ''}”"


def fault(text: str, *, lines: bool, limit: int) -> tuple[str, str, str] | None:
    """Why the text cannot be taken: rule, message, remedy; None where it can. ``lines`` allows line breaks and tabs."""
    if len(text) > limit:
        return "too-long", f"This has {len(text):,} characters; at most {limit:,} fit.", "Shorten it."
    if found := FORBIDDEN.search(text):
        place = f"U+{ord(found.group()):04X} at character {found.start() + 1}"
        return "forbidden-character", f"This holds a character that cannot be stored safely: {place}.", "Remove it."
    if not lines and ("\n" in text or "\t" in text):
        return "line-break", "This must be one line without tabs.", "Remove the line break or the tab."
    return None
