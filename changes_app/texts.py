"""Checks of what people type: how long it may be, and that it is text at all."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from specs_app.document.problems import Problem

LONGEST_TEXT = 20_000
#: As much as an account holds.
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class TextRule:
    """What one field takes. ``name`` is how an error calls it."""

    name: str
    longest: int = LONGEST_TEXT
    one_line: bool = False


FIELDS = {
    "title": TextRule("title", longest=120, one_line=True),
    "reason": TextRule("reason"),
    "benefit": TextRule("benefit"),
    "comment": TextRule("comment"),
    "note": TextRule("note", longest=2_000),
    "full_name": TextRule("name", longest=LONGEST_NAME, one_line=True),
    "organisation": TextRule("name of the organisation", longest=200, one_line=True),
}


def faults(field: str, text: object) -> list[Problem]:
    """What is wrong with a text, with a pointer to its field; empty where it may be stored."""
    rule, pointer = FIELDS[field], f"/{field}"
    if not isinstance(text, str):
        message = f"The {rule.name} must be text; this is {type(text).__name__}."
        return [Problem("not-text", "error", message, "Send a string.", pointer=pointer)]
    if len(text) > rule.longest:
        message = f"The {rule.name} has {len(text):,} characters; at most {rule.longest:,} are taken."
        return [Problem("too-long", "error", message, "Shorten it.", pointer=pointer)]
    if any(_unwanted(sign, one_line=rule.one_line) for sign in text):
        where = "on one line, without control characters" if rule.one_line else "without control characters"
        message = f"The {rule.name} holds characters that cannot be stored."
        return [Problem("control-character", "error", message, f"Write it {where}.", pointer=pointer)]
    return []


def missing(field: str) -> Problem:
    """The problem of an empty field that must be filled."""
    rule = FIELDS[field]
    return Problem("missing", "error", f"The {rule.name} is empty.", f"Write a {rule.name}.", pointer=f"/{field}")


def _unwanted(sign: str, *, one_line: bool) -> bool:
    """Control characters, lone surrogates, and line breaks where there is one line; the usual blanks are welcome."""
    if sign in "\t\n\r":
        return one_line
    return unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"}
