"""Versions as lists and headings name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class VersionEntry:
    """One release or revision: what it is called, what it did, who made it and when."""

    name: str
    text: str
    href: str
    when: datetime
    author: str = ""
    change_class: str = ""
    colour: str = ""


def short(version: str) -> str:
    """A version as people read it: of a commit's full name the first seven characters."""
    is_sha = len(version) == 40 and set(version) <= set("0123456789abcdef")
    return version[:7] if is_sha else version
