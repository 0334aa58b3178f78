"""Checks of what people type: how long it may be, and that it is text at all."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from changes_app.errors import Invalid
from specs_app.document.problems import Problem
from specs_app.document.text_rules import FORBIDDEN

LONGEST_TEXT = 20_000
#: As much as an account holds.
LONGEST_NAME = 150
#: What a text of one line does not hold besides.
ONE_LINE = re.compile("[\t\n\r]")
#: What no database takes or no line holds; signs that show nothing are for `organisation_names` to pass over.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextRule:
    """What one field takes. ``name`` is how an error calls it."""

    name: str
    longest: int = LONGEST_TEXT
    one_line: bool = False
    forbidden: re.Pattern[str] = FORBIDDEN


FIELDS = {
    "title": TextRule("title", longest=120, one_line=True),
    "reason": TextRule("reason"),
    "benefit": TextRule("benefit"),
    "comment": TextRule("comment"),
    "notes": TextRule("notes"),
    "note": TextRule("note", longest=2_000),
    "full_name": TextRule("name", longest=LONGEST_NAME, one_line=True),
    "organisation": TextRule("name of the organisation", longest=200, one_line=True, forbidden=CONTROL),
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
    unwanted = rule.forbidden.search(text) or (ONE_LINE.search(text) if rule.one_line else None)
    if unwanted:
        where = "on one line, without it" if rule.one_line else "without it"
        place = f"U+{ord(unwanted.group()):04X} at character {unwanted.start() + 1}"
        message = f"The {rule.name} holds a character that cannot be shown safely: {place}."
        return [Problem("control-character", "error", message, f"Write it {where}.", pointer=pointer)]
    return []


def has_address(text: str) -> bool:
    """Whether a text holds what may be an e-mail address, however its letters are written."""
    return "@" in unicodedata.normalize("NFKC", text)


def name_faults(name: str) -> list[Problem]:
    """What is wrong with what a person wants to be called; empty where it may be shown to everybody."""
    if found := faults("full_name", name):
        return found
    if has_address(name):
        remedy = "Write your name: it is shown to everybody, and an address should not be."
        return [Problem("address", "error", "This looks like an e-mail address.", remedy, pointer="/full_name")]
    if not any(sign.isalpha() for sign in name):
        return [missing("full_name")]
    return []


def missing(field: str) -> Problem:
    """The problem of an empty field that must be filled."""
    rule = FIELDS[field]
    return Problem("missing", "error", f"The {rule.name} is empty.", f"Write a {rule.name}.", pointer=f"/{field}")


def checked(**fields: str) -> dict[str, str]:
    """The texts without blanks at their ends; raises `Invalid` with every fault."""
    problems: list[Problem] = [problem for name, text in fields.items() for problem in faults(name, text)]
    if problems:
        raise Invalid("Some of the text cannot be taken.", problems=problems, remedy="Mend it and send again.")
    return {name: text.strip() for name, text in fields.items()}
