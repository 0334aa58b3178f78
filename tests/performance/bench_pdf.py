"""The PDF beside WeasyPrint alone, given the finished HTML, the same style and the same options."""

from __future__ import annotations

from collections.abc import Iterator

import weasyprint

from specs_app.outputs import pdf, pdf_files
from specs_app.outputs.booklet import booklet
from tests.editions import edition_of
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject

LIMIT = 1.2


def bench(subject: Subject) -> Iterator[Result]:
    edition = edition_of(subject.files)
    entry = max(edition.document.objects, key=lambda found: len(found.items))
    one = booklet(edition, entry.name)
    one_text = pdf.html(one)
    yield beside(
        f"PDF of {entry.name}",
        lambda: pdf.render(edition, entry.name),
        "bare WeasyPrint",
        lambda: bare(one_text, pdf.identifier(one)),
        rounds=3,
        limit=LIMIT,
    )
    whole = booklet(edition)
    text = pdf.html(whole)
    yield beside(
        f"PDF of the whole standard, {len(edition.document.objects)} objects, as readers get it first",
        lambda: pdf_files.read(edition),
        "bare WeasyPrint",
        lambda: bare(text, pdf.identifier(whole)),
        rounds=1,
        limit=LIMIT,
    )


def bare(text: str, name: bytes) -> bytes:
    """What it takes WeasyPrint alone."""
    sheet = weasyprint.CSS(string=pdf.style())
    return bytes(weasyprint.HTML(string=text).write_pdf(stylesheets=[sheet], **pdf.options(name)))
