"""Head and foot of every page but the first: which text it is, what the page is about, and its number. No part of the text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from pikepdf import Object, Page, Pdf

from specs_app.publishing.pdf.parts import SetPart, Whole

#: In points: the size of the letters, how far their lines are from head and foot of the page, and the margins at its sides.
SIZE, HEAD, FOOT, MARGIN = 9, 46, 28, 51
#: So wide may a text at the head be, and the one at the foot; longer ones are cut.
WIDEST, WIDEST_FOOT = 240, 400
#: Headings up to this level stand at the head.
LEVEL = 2
GREY = "0.29 0.29 0.29 rg"
PAIR = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})>")
FONT = "/Stamp"


class Letters:
    """The letters of a font in a PDF: how each is written, and how wide it is in thousandths of the size."""

    def __init__(self, book: Pdf, data: bytes) -> None:
        source = Pdf.open(io.BytesIO(data))
        fonts = [(PAIR.findall(font.ToUnicode.read_bytes()), font) for font in source.pages[0].Resources.Font.values()]
        pairs, found = max(fonts, key=lambda pair: len(pair[0]))
        self.font = book.copy_foreign(found)
        self.glyphs = {chr(int(letter, 16)): glyph.decode() for glyph, letter in pairs}
        self.widths = _widths(found.DescendantFonts[0].W)

    def written(self, text: str, widest: float) -> tuple[str, float]:
        """The text as a PDF shows it, and its width in points; a letter that the font lacks is a question mark."""
        glyphs, width = list[str](), 0.0
        for letter in text:
            glyph = self.glyphs.get(letter) or self.glyphs["?"]
            wider = width + self.widths.get(int(glyph, 16), 0) * SIZE / 1000
            if wider > widest:
                break
            width = wider
            glyphs.append(glyph)
        return f"<{''.join(glyphs)}>", width


def _widths(table: Object) -> dict[int, float]:
    """Widths by glyph, from pairs of a first glyph and a list."""
    entries = list(table)
    return {
        int(first) + step: float(width)
        for first, widths in zip(entries[::2], entries[1::2], strict=True)
        for step, width in enumerate(widths)
    }


class Stamp:
    """Writes the head and the foot of pages."""

    def __init__(self, book: Pdf, letters: bytes, whole: Whole, total: int) -> None:
        self.letters, self.whole, self.total = Letters(book, letters), whole, total

    def add(self, pages: Sequence[Page], start: int, part: SetPart) -> None:
        """Write those of the pages of one part, the first of which is that of number ``start`` from 0."""
        for number, page in enumerate(pages):
            if start + number:
                page.Resources.Font[FONT] = self.letters.font
                page.contents_add(self._written(page, start + number + 1, _heading(part, number)), prepend=False)
                page.contents_add(b"q", prepend=True)

    def _written(self, page: Page, number: int, heading: str) -> bytes:
        """What ends the drawing of the page itself, whose coordinates are its own, and then the texts."""
        right, top = float(page.mediabox[2]) - MARGIN, float(page.mediabox[3]) - HEAD
        texts = "".join(
            f"BT {FONT} {SIZE} Tf 1 0 0 1 {side - width if side == right else side:.2f} {height} Tm {glyphs} Tj ET\n"
            for side, height, text, widest in (
                (MARGIN, top, self.whole.standard, WIDEST),
                (right, top, heading, WIDEST),
                (MARGIN, FOOT, self.whole.foot, WIDEST_FOOT),
                (right, FOOT, f"Page {number} of {self.total}", WIDEST),
            )
            for glyphs, width in (self.letters.written(text, widest),)
        )
        return f"Q\n/Artifact <</Type /Pagination>> BDC\nq {GREY}\n{texts}Q\nEMC".encode()


def _heading(part: SetPart, page: int) -> str:
    """The first heading of a page; where it has none, the last before it."""
    marks = [(number, title) for level, title, number, _, _ in part.marks if level <= LEVEL]
    on_it = (title for number, title in marks if number == page)
    return next(on_it, next((title for number, title in reversed(marks) if number < page), ""))
