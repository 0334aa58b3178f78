"""The PDF beside WeasyPrint alone, given the finished HTML, the same style and the same options."""

from __future__ import annotations

from collections.abc import Iterator

import weasyprint

from specs_app.publishing.pdf import setting
from specs_app.publishing.pdf.booklet import booklet
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject
from tests.versions import edition_of, version_of

LIMIT = 1.2


def bench(subject: Subject) -> Iterator[Result]:
    version = version_of(subject.files)
    edition = edition_of(version)
    entry = max(version.document.objects, key=lambda found: len(found.items))
    one = booklet(edition, entry.name)
    one_text = setting.html(one)
    yield beside(
        f"PDF of {entry.name}",
        lambda: setting.render(edition, entry.name),
        "bare WeasyPrint",
        lambda: bare(one_text, setting.identifier(one)),
        rounds=3,
        limit=LIMIT,
    )
    whole = booklet(edition)
    text = setting.html(whole)
    yield beside(
        f"PDF of the whole standard, {len(version.document.objects)} objects",
        lambda: setting.render(edition),
        "bare WeasyPrint",
        lambda: bare(text, setting.identifier(whole)),
        rounds=1,
        limit=LIMIT,
    )


def bare(text: str, name: bytes) -> bytes:
    """What it takes WeasyPrint alone."""
    sheet = weasyprint.CSS(string=setting.style())
    return bytes(weasyprint.HTML(string=text).write_pdf(stylesheets=[sheet], **setting.options(name)))
