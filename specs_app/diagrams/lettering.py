"""How wide a text is in Arial and the typefaces of its widths (Helvetica, Liberation Sans), and how it is broken into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

#: Thousandths of the size, of the signs from blank to ``~``.
PLAIN = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
    556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
#: Other letters, and those of scripts whose signs fill a square. Bold is wider by this factor.
OTHER, SQUARE, BOLD = 640, 1000, 1.08
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """In the unit of the size; of signs that are not in the table an estimate."""
    thousandths = sum(map(_advance, text)) * (BOLD if bold else 1)
    return thousandths * size / 1000


def _advance(sign: str) -> int:
    place = ord(sign) - 32
    if 0 <= place < len(PLAIN):
        return PLAIN[place]
    return SQUARE if unicodedata.east_asian_width(sign) in "WF" else OTHER


def broken(text: str, size: float, most: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """A text in at most so many lines, each at most ``most`` wide; what does not fit ends in an ellipsis."""
    found: list[str] = []
    line = ""
    for piece in _pieces(text, size, most, bold=bold):
        joined = f"{line}{piece}"
        if line and width(joined.strip(), size, bold=bold) > most:
            found.append(line.strip())
            line = piece.lstrip()
        else:
            line = joined
    every = [*found, line.strip()]
    if len(every) <= lines:
        return tuple(every)
    return (*every[: lines - 1], _cut(" ".join(every[lines - 1 :]), size, most, bold=bold))


def _pieces(text: str, size: float, most: float, *, bold: bool) -> Iterator[str]:
    """Where a line may end: behind a blank or an underscore, and within what is longer than a line."""
    piece = ""
    for sign in text:
        piece += sign
        if sign in " _" or width(piece, size, bold=bold) > most - size:
            yield piece
            piece = ""
    yield piece


def _cut(text: str, size: float, most: float, *, bold: bool) -> str:
    """As much of it as fits, with an ellipsis; no letter is narrower than a unit."""
    text = text[: int(most) + 1]
    while text and width(text + ELLIPSIS, size, bold=bold) > most:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
