"""Names and texts as other notations take them: what a specification says can end no statement of theirs."""

from __future__ import annotations

import re

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
NOT_PLAIN = re.compile(r"\W+", re.ASCII)


def one_line(text: str) -> str:
    """Without line breaks and what cannot be written."""
    return CONTROL.sub(" ", text).strip()


def identifier(text: str) -> str:
    """A word of ASCII letters, digits and underscores that begins with a letter."""
    word = NOT_PLAIN.sub("_", text).strip("_")
    return word if word[:1].isalpha() else f"x_{word}"


def identifiers(texts: list[str]) -> dict[str, str]:
    """A word for each text, no two alike."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for text in texts:
        word, number = identifier(text), 1
        while (unlike := word if number == 1 else f"{word}_{number}") in taken:
            number += 1
        taken.add(unlike)
        found[text] = unlike
    return found
