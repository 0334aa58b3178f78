"""How a standard is told from others at a glance: a short name, a mark of one to three letters, and a colour."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

#: The colours a standard may have, each in sRGB. All of them are legible as text on white and below white text (`LEAST`).
COLOURS: Final[Mapping[str, str]] = {
    "teal": "#0b6e69",
    "blue": "#1d5c99",
    "navy": "#263f7a",
    "violet": "#54409c",
    "plum": "#7d2a6b",
    "red": "#a12a35",
    "brown": "#7a4a22",
    "olive": "#5c5f14",
    "green": "#2b6a35",
    "slate": "#47555f",
}
#: The least contrast of text of any size (WCAG 2.2, 1.4.3).
LEAST: Final = 4.5
#: Letters and digits of a mark.
MARK: Final = re.compile(r"[A-Za-z0-9]{1,3}")
SHORT_NAME_LIMIT: Final = 24


@dataclass(frozen=True, slots=True)
class Identity:
    """What a standard is recognised by; all three say something."""

    short_name: str
    mark: str
    colour: str

    @property
    def hex(self) -> str:
        """The colour in sRGB, as ``#rrggbb``."""
        return COLOURS[self.colour]


def identity(slug: str, *, short_name: str = "", mark: str = "", colour: str = "", prefix: str = "") -> Identity:
    """What is stated, where it can be used; the rest follows from the prefix of its changes, or from its slug."""
    called = (short_name.strip() or prefix.strip() or slug.upper())[:SHORT_NAME_LIMIT]
    letters = "".join(re.findall(r"[A-Za-z0-9]", called))
    return Identity(
        short_name=called,
        mark=mark if MARK.fullmatch(mark) else letters[:3].upper() or "?",
        colour=colour if colour in COLOURS else list(COLOURS)[crc32(slug.encode()) % len(COLOURS)],
    )


def contrast(one: str, other: str) -> float:
    """The ratio of two colours ``#rrggbb``, from 1 to 21, by the formula of WCAG 2.2 (relative luminance in sRGB)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
