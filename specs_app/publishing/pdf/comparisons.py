"""The comparison of two versions as a PDF, made and kept as those of a version are."""

from __future__ import annotations

from collections.abc import Mapping

from specs_app.jobs import queue
from specs_app.jobs.definition import job
from specs_app.models import PdfFile, Specification
from specs_app.publishing.compared import Compared
from specs_app.publishing.links import Links
from specs_app.publishing.pages.comparison import shown_groups
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.booklet import imprint
from specs_app.publishing.pdf.setting import LIMIT, PdfError, named, printed, set_apart
from specs_app.versions.editions import Edition
from specs_app.versions.loading import load

TEMPLATE = "pdf/comparison.html"
#: So many differences are set; a whole standard that was rewritten has thousands, and would take longer than there is.
MOST_SET = 2000

#: SHA and name of a version.
Side = tuple[str, str]


def ask(compared: Compared) -> bytes:
    """The PDF. Raises `files.PdfWaits` while it is made, `PdfError` where it cannot be."""
    older, newer = ((side.version.sha, side.called) for side in (compared.before, compared.after))
    return files.given(name_of(compared), make_comparison, compared.newer.slug, older, newer, dict(compared.given))


def name_of(compared: Compared) -> str:
    """The name that the PDF is kept by."""
    filters = (f"{name}={text}" for name, text in sorted(compared.given.items()))
    called = (compared.after.called, "compared with", compared.older.sha, compared.before.called)
    return files.kept_name(compared.newer, *called, *filters)


@job("Make a PDF of differences", attempts=2, final=(PdfError,), limit=LIMIT + 60, priority=-10)
def make_comparison(name: str, slug: str, older: Side, newer: Side, asked: Mapping[str, str]) -> None:
    """Make the PDF of a comparison and keep it by its name; versions are called as they were when it was asked for."""
    if PdfFile.objects.filter(pk=name).exists():
        return
    queue.report("The text is put together.")
    found = Specification.objects.get(slug=slug)
    before, after = (Edition(load(found, sha), called) for sha, called in (older, newer))
    compared = Compared(before, after, asked)
    page = html(compared)
    queue.report("The pages are laid out, which takes longest.")
    words = (f"{key}={text}" for key, text in sorted(asked.items()))
    files.keep(name, set_apart(page, named(slug, *older, *newer, *words)))


def html(compared: Compared) -> str:
    """The page that is set: everything from the specification is escaped by the template."""
    groups = tuple(shown_groups(compared, Links(compared.newer.slug), MOST_SET))
    shown = sum(len(group.differences) for group in groups)
    about = {
        "older": imprint(compared.before),
        "newer": imprint(compared.after),
        "publisher": compared.newer.document.settings.publisher,
        "narrowed": compared.narrowed,
        "summary": compared.summary,
        "groups": groups,
        "left": len(compared.changes) - shown,
    }
    return printed(TEMPLATE, about)
