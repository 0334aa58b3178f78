"""The sentence with which a standard is introduced: the first of its description, else what its domains tell."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A sentence ends behind a full stop with a blank, not behind an abbreviation of one letter.
_END = re.compile(r"(?<=[^\s.]{2})[.!?](?=\s)")
NAMED = 3


def first_sentence(text: str) -> str:
    """The first sentence of a text, its blanks made one each; empty for none."""
    flat = " ".join(text.split())
    found = _END.search(flat)
    return flat[: found.end()] if found else flat


def opening(description: str, subjects: Sequence[str]) -> str:
    """The first sentence of what a standard says of itself, or one that names the first of its subjects."""
    if description.strip():
        return first_sentence(description)
    if not subjects:
        return ""
    named = [in_sentence(subject) for subject in subjects[:NAMED]]
    others = len(subjects) - len(named)
    parts = [*named, f"{others} other subject{'' if others == 1 else 's'}"] if others else named
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]
    return f"What is recorded about {listed}."


def rest_of(text: str, first: str) -> str:
    """What a text says behind its first sentence; all of it where it does not begin so."""
    return " ".join(text.split()).removeprefix(first).strip()


def in_sentence(title: str) -> str:
    """A title inside a sentence: small at its beginning, unless it begins with an abbreviation."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]
