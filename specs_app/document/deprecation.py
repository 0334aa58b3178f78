"""Items on their way out: in a few words, and in the order in which they go. Pure."""

from __future__ import annotations

from specs_app.document.release_numbers import figures
from specs_app.document.types import Deprecation, Document, Item


def in_short(entry: Deprecation | None) -> str:
    """``Deprecated: goes in 2.0.0, use X``, as much of it as is said; empty for what stays."""
    if entry is None:
        return ""
    goes = f"goes in {entry.remove_in}" if entry.remove_in else ""
    use = f"use {entry.replaced_by}" if entry.replaced_by else ""
    said = ", ".join(filter(None, (goes, use)))
    return f"Deprecated: {said}" if said else "Deprecated"


def removal_order(item: Item) -> tuple[str, str]:
    """Sorts by the release that removes an item, figure by figure; then what says no number, what says none, and what stays."""
    entry = item.deprecated
    if entry is None:
        return ("3", "")
    if found := figures(entry.remove_in):
        return ("0", ".".join(f"{figure:09}" for figure in found))
    return ("1" if entry.remove_in else "2", entry.remove_in)


def on_their_way_out(document: Document) -> int:
    """How many items are deprecated."""
    return sum(item.deprecated is not None for _, item in document.items())
