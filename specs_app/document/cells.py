"""What a cell of a registered table says: its words without what spreadsheets leave around them."""

from __future__ import annotations

#: What a cell holds that says nothing.
SAYS_NOTHING = frozenset({"", "0", "NULL", "NA", "N/A", "#N/A"})


def clean(text: str) -> str:
    """A cell without blanks at the ends of its lines; its own line breaks stay."""
    if text.isascii() and text.isprintable():
        return text.strip()
    if text == "\u00a0":
        return ""
    flat = text.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "\n".join(line.rstrip() for line in flat.split("\n")).strip()
