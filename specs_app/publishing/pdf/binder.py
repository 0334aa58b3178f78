"""The one gateway to pikepdf: a process that binds parts into one PDF.

It reads a frame that says what the `Whole` is called and how many parts there are, then a frame for each part, and answers with
the PDF. Pages are copied first, then what structures them, which is hung below one document; so readers of the screen find one
text. Equal parts give equal bytes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from specs_app.jobs.processes import end_with_parent
from specs_app.publishing.pdf import frames
from specs_app.publishing.pdf.errors import TELL, PdfLayoutFailed
from specs_app.publishing.pdf.metadata import describe
from specs_app.publishing.pdf.outlines import add_outline
from specs_app.publishing.pdf.parts import SetPart, Whole
from specs_app.publishing.pdf.stamps import Stamp
from specs_app.publishing.pdf.structure import Structure


def bind(whole: Whole, parts: Sequence[SetPart], letters: bytes) -> bytes:
    """The PDF. ``letters`` is one whose font has the letters of the foot."""
    book = Pdf.new()
    structure = Structure(book)
    sources = [Pdf.open(io.BytesIO(part.data)) for part in parts]
    total = sum(part.pages for part in parts)
    stamp = Stamp(book, letters, whole, total)
    starts: list[int] = []
    for source, part in zip(sources, parts, strict=True):
        starts.append(len(book.pages))
        for page in source.pages:
            book.pages.append(page)
        structure.add(source, book.pages[starts[-1] :])
        stamp.add(book.pages[starts[-1] :], starts[-1], part)
    places = _places(book, parts, starts)
    structure.finish(set(places))
    book.Root.Names = Dictionary(Dests=book.make_indirect(_name_tree(places)))
    add_outline(book, parts, starts)
    describe(book, whole.title, whole.author, whole.about, whole.created, whole.language)
    out = io.BytesIO()
    book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _places(book: Pdf, parts: Sequence[SetPart], starts: Sequence[int]) -> dict[str, Array]:
    """Where each name leads; of several parts that have it the first counts."""
    found: dict[str, Array] = {}
    for part, start in zip(parts, starts, strict=True):
        for name, (page, left, top) in part.anchors.items():
            if name not in found:
                found[name] = Array([book.pages[start + page].obj, Name.XYZ, left, top, 0])
    return found


def _name_tree(places: Mapping[str, Array]) -> Dictionary:
    names = sorted(places, key=lambda name: name.encode())
    return Dictionary(Names=Array([one for name in names for one in (String(name), places[name])]))


def main() -> None:
    end_with_parent(int(sys.argv[1]))
    if asked := frames.receive(sys.stdin.buffer):
        try:
            answer = bind(*_read(asked[0]))
        except (pikepdf.PdfError, EOFError) as error:
            failed = PdfLayoutFailed(f"The PDF could not be bound ({type(error).__name__}: {error}).", TELL)
            frames.send(sys.stdout.buffer, failed.as_dict())
        else:
            frames.send(sys.stdout.buffer, {}, answer)


def _read(head: Mapping[str, Any]) -> tuple[Whole, list[SetPart], bytes]:
    """All that comes behind the first frame; the last of the parts is the one with the letters."""
    parts: list[SetPart] = []
    while len(parts) < head["parts"]:
        frame = frames.receive(sys.stdin.buffer)
        if frame is None:
            raise EOFError("a part is missing")
        parts.append(SetPart.of(frame[1], frame[0]))
    return Whole(**head["whole"]), parts[:-1], parts[-1].data


if __name__ == "__main__":
    main()
