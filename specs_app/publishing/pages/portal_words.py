"""The words of the portal itself, as its pages use them. The standard's own words come from its settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Word:
    """A term, what it means, and the page of a standard that shows it: the parts of its address, empty for none."""

    term: str
    meaning: str
    page: str = ""


#: What a standard is made of.
PARTS: Final = (
    Word("Standard", "What is agreed and published under one name: its objects, items, code lists and settings."),
    Word("Object", "A table of the standard, such as one for people or one for visits.", "objects"),
    Word("Item", "A field of an object. Its reference names it for good, also when its name changes.", "items"),
    Word(
        "Code list", "The values that an item may have, with what each means. Files call it a category.", "categories"
    ),
    Word("Domain", "A subject: what items and objects are about.", "objects"),
    Word(
        "Key",
        "A primary key tells one row of an object from all others; a foreign key points at such a row of another.",
    ),
    Word("Return", "A report that councils make, such as a census; it asks for items by names of its own.", "returns"),
    Word("System", "A case management system in which councils keep records.", "cms"),
    Word("Mapping", "How one system holds one item: the table and field, or an expression, and how far that is known."),
    Word("Extract script", "SQL that makes the tables of the standard and fills them from one system.", "downloads"),
    Word("Authority", "A council, with what its scripts do differently.", "authorities"),
    Word("Finding", "What the portal sees wrong or doubtful in the files, and what to do about it.", "quality"),
)
#: How a standard changes.
CHANGES: Final = (
    Word("Suggestion", "What anybody may say is wrong or missing. With a number it is a change request.", "changes"),
    Word("Steering group", "The people who vote on change requests, one vote an organisation."),
    Word("Secretariat", "The people who look through what comes in, lead it to a vote and make releases."),
    Word("Editorial change", "Only words change: a definition, guidance, a title."),
    Word("Compatible change", "Something is added or made wider; what people have goes on working."),
    Word(
        "Breaking change",
        "Something is removed, renamed, made narrower or given another meaning; somebody has work to do.",
    ),
    Word("Local change", "Settings of one council alone."),
    Word("Revision", "The standard as one published change left it. It can be read and cited for good.", "releases"),
    Word("Release", "A revision that was given a number, such as 1.5.0, and notes.", "releases"),
    Word("Deprecated", "Still there, on its way out: the item says since when, until when, and what to use instead."),
)
#: What is said of kinds of values, by the name that `names.KINDS` gives them.
TYPES: Final = {
    "text": "Text of any length up to the size given.",
    "char": "Text of exactly the size given.",
    "integer": "A whole number.",
    "float": "A number with a fraction, near enough.",
    "decimal": "A number with a fraction, exact.",
    "date": "A day.",
    "datetime": "A day and a time.",
    "boolean": "Yes or no.",
}
#: How sensitive an item is, by the key in files.
SENSITIVITIES: Final = {
    "none": "Tells nothing about a person that needs protecting.",
    "personal": "About a person who can be known from it or from what stands beside it.",
    "special_category": "About health, origin, belief or the like, which the law protects most.",
    "identifier": "A name, number or address that leads straight to one person.",
}
