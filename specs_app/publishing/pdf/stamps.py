"""What stands at the foot of every page but the first: what the text is, and which page of how many. It is no part of the text."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from pikepdf import Object, Page, Pdf

#: In points: the size of the letters, how far their line is from the foot of the page, and the margins at its sides.
SIZE, HEIGHT, MARGIN = 9, 28, 51
GREY = "0.29 0.29 0.29 rg"
PAIR = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})>")
FONT = "/Foot"


class Letters:
    """The letters of a font in a PDF: how each is written, and how wide it is in thousandths of the size."""

    def __init__(self, book: Pdf, data: bytes) -> None:
        source = Pdf.open(io.BytesIO(data))
        found = next(iter(source.pages[0].Resources.Font.values()))
        self.font = book.copy_foreign(found)
        pairs = PAIR.findall(found.ToUnicode.read_bytes())
        self.glyphs = {chr(int(letter, 16)): glyph.decode() for glyph, letter in pairs}
        self.widths = _widths(found.DescendantFonts[0].W)

    def written(self, text: str) -> tuple[str, float]:
        """The text as a PDF shows it, and its width in points; a letter that the font lacks is a question mark."""
        glyphs = [self.glyphs.get(letter) or self.glyphs["?"] for letter in text]
        width = sum(self.widths.get(int(glyph, 16), 0) for glyph in glyphs)
        return f"<{''.join(glyphs)}>", width * SIZE / 1000


def _widths(table: Object) -> dict[int, float]:
    """Widths by glyph, from pairs of a first glyph and a list."""
    entries = list(table)
    return {
        int(first) + step: float(width)
        for first, widths in zip(entries[::2], entries[1::2], strict=True)
        for step, width in enumerate(widths)
    }


class Stamp:
    """Writes the foot of pages."""

    def __init__(self, book: Pdf, letters: bytes, foot: str, total: int) -> None:
        self.book, self.total = book, total
        self.letters = Letters(book, letters)
        self.foot = self.letters.written(foot)[0]

    def add(self, pages: Sequence[Page], start: int) -> None:
        """Write the foot of the pages of one part, the first of which is that of number ``start`` from 0."""
        for number, page in enumerate(pages, start + 1):
            if number == 1:
                continue
            fonts = page.Resources.Font
            if FONT not in fonts:
                fonts[FONT] = self.letters.font
            page.contents_add(self._written(page, number), prepend=False)
            page.contents_add(b"q", prepend=True)

    def _written(self, page: Page, number: int) -> bytes:
        """What ends the drawing of the page itself, whose coordinates are its own, and then the two texts."""
        said, width = self.letters.written(f"Page {number} of {self.total}")
        left = float(page.mediabox[2]) - MARGIN - width
        texts = "".join(
            f"BT {FONT} {SIZE} Tf 1 0 0 1 {x:.2f} {HEIGHT} Tm {text} Tj ET\n"
            for x, text in ((MARGIN, self.foot), (left, said))
        )
        return f"Q\n/Artifact <</Type /Pagination>> BDC\nq {GREY}\n{texts}Q\nEMC".encode()


