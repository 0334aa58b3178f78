"""The PDF beside WeasyPrint alone, given the finished HTML, the same style and the same options."""

from __future__ import annotations

from collections.abc import Iterator

import weasyprint

from specs_app.outputs import pdf, pdf_files
from specs_app.outputs.booklet import booklet
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject
from tests.versions import version_of

LIMIT = 1.2


def bench(subject: Subject) -> Iterator[Result]:
    version = version_of(subject.files)
    entry = max(version.document.objects, key=lambda found: len(found.items))
    one = booklet(version, entry.name)
    one_text = pdf.html(one)
    yield beside(
        f"PDF of {entry.name}",
        lambda: pdf.render(version, entry.name),
        "bare WeasyPrint",
        lambda: bare(one_text, pdf.identifier(one)),
        rounds=3,
        limit=LIMIT,
    )
    whole = booklet(version)
    text = pdf.html(whole)
    yield beside(
        f"PDF of the whole standard, {len(version.document.objects)} objects, as readers get it first",
        lambda: pdf_files.read(version),
        "bare WeasyPrint",
        lambda: bare(text, pdf.identifier(whole)),
        rounds=1,
        limit=LIMIT,
    )


def bare(text: str, name: bytes) -> bytes:
    """What it takes WeasyPrint alone."""
    sheet = weasyprint.CSS(string=pdf.style())
    return bytes(weasyprint.HTML(string=text).write_pdf(stylesheets=[sheet], **pdf.options(name)))
