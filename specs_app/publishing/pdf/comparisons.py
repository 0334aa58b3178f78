"""The comparison of two versions as a PDF, made and kept as those of a version are."""

from __future__ import annotations

from collections.abc import Mapping

from specs_app.jobs import queue
from specs_app.jobs.definition import job
from specs_app.models import PdfFile, Specification
from specs_app.publishing.compared import Compared
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.appendices import news
from specs_app.publishing.pdf.book import Book, Cover
from specs_app.publishing.pdf.contents import Part
from specs_app.publishing.pdf.errors import PdfError
from specs_app.publishing.pdf.imprint import imprint
from specs_app.publishing.pdf.places import Anchors
from specs_app.versions.editions import Edition
from specs_app.versions.loading import load


def ask(compared: Compared) -> bytes:
    """The PDF. Raises `files.PdfWaits` while it is made, `PdfError` where it cannot be."""
    older, newer = ((side.version.sha, side.called) for side in (compared.before, compared.after))
    return files.given(name_of(compared), make_comparison, compared.newer.slug, older, newer, dict(compared.given))


def name_of(compared: Compared) -> str:
    """The name that the PDF is kept by."""
    filters = (f"{name}={text}" for name, text in sorted(compared.given.items()))
    called = (compared.after.called, "compared with", compared.older.sha, compared.before.called)
    return files.kept_name(compared.newer, *called, *filters)


@job("Make a PDF of differences", attempts=2, final=(PdfError,), limit=files.LIMIT, priority=-10)
def make_comparison(name: str, slug: str, older: files.Side, newer: files.Side, asked: Mapping[str, str]) -> None:
    """Make the PDF of a comparison and keep it by its name; versions are called as they were when it was asked for."""
    if PdfFile.objects.filter(pk=name).exists():
        return
    queue.report("The text is put together.")
    found = Specification.objects.get(slug=slug)
    before, after = (Edition(load(found, sha), called) for sha, called in (older, newer))
    files.keep(name, files.made(comparison(Compared(before, after, asked))))


def comparison(compared: Compared) -> Book:
    """The differences as a book of one part."""
    before, after = imprint(compared.before), imprint(compared.after)
    line = f"{before.label}, compared with {after.label[:1].lower()}{after.label[1:]}"
    publisher = compared.newer.document.settings.publisher
    cover = Cover(after, "What changed between two versions", line, publisher, foot=line)
    changes = news(compared, Anchors(compared.newer.slug))
    return Book(cover, (Part("pdf/comparison.html", {"cover": cover, "news": changes, "newer": after}),))
