"""PDFs for readers: made by a job, once a revision, and kept in the database for all who ask.

Setting a whole specification takes a quarter of a minute, for which no request waits; after a small change a few seconds, as its
parts are kept too.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from importlib.metadata import version as version_of
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models.functions import Length
from django.utils import timezone

from specs_app.jobs import queue
from specs_app.jobs.definition import Job, job
from specs_app.jobs.queue import Standing
from specs_app.models import PdfFile, Specification
from specs_app.models.bounds import keep_first
from specs_app.publishing.diagrams.kept import made_layouts
from specs_app.publishing.diagrams.laying import engine
from specs_app.publishing.pdf import errors
from specs_app.publishing.pdf.book import Book, book
from specs_app.publishing.pdf.errors import TELL, PdfError
from specs_app.publishing.pdf.figures import diagrams_of
from specs_app.publishing.pdf.making import make as make_book
from specs_app.publishing.pdf.scope import WHOLE, BookScope, Kind, NotInVersion, require
from specs_app.publishing.pdf.shelf import KeptParts, prune
from specs_app.publishing.pdf.style import STYLE
from specs_app.versions.editions import Edition
from specs_app.versions.loading import load
from specs_app.versions.releases import release_before
from specs_app.versions.version import Version

KEPT_BYTES = 100 * 2**20
#: How many PDFs may wait to be made; whoever asks for more is told to come again.
MOST_WAITING = 8
#: One that could not be made is not tried for everybody who asks.
PAUSE = timedelta(minutes=10)
#: Seconds after which a whole job is ended.
LIMIT = 900

#: SHA of a version and what it is called; both empty for none.
Side: TypeAlias = tuple[str, str]


class PdfBusy(PdfError):
    """Too many PDFs wait to be made."""


class PdfWaits(Exception):
    """The PDF is being made; ``standing`` says how far that is."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.status)
        self.standing = standing


def ask(edition: Edition, scope: BookScope = WHOLE) -> bytes:
    """The PDF of a scope of a version, called as it is now. Raises as `given` does, and `NotInVersion`."""
    version, older = edition.version, side_before(edition, scope)
    side = (version.sha, edition.called)
    return given(name_of(edition, scope, older), make, version.slug, side, older, scope.kind, scope.key)


def side_before(edition: Edition, scope: BookScope) -> Side:
    """The version that a PDF compares its own with: the one that the scope names; for the whole the release before."""
    if scope.kind == "since":
        return scope.key, scope.called
    found = Specification.objects.get(slug=edition.version.slug) if scope.kind == "whole" else None
    release = release_before(found, edition.version) if found else None
    return (release.sha, release.version) if release else ("", "")


def given(name: str, maker: Job[..., Any], *about: Any) -> bytes:
    """The PDF of that name, which the job ``maker`` makes of its name and what it is ``about``.

    Raises `PdfWaits` while it is made, `PdfError` where it cannot be.
    """
    kept = PdfFile.objects.filter(pk=name).values_list("data", flat=True).first()
    if kept is not None:
        return bytes(kept)
    stands = queue.standing(maker, name, *about)
    if stands and stands.status == queue.FAILED and stands.since > timezone.now() - PAUSE:
        raise _error(stands)
    if not stands or stands.status not in {queue.WAITING, queue.RUNNING}:
        stands = _begin(maker, name, *about)
    raise PdfWaits(stands)


def _begin(maker: Job[..., Any], name: str, *about: Any) -> Standing:
    if queue.count_waiting(maker) >= MOST_WAITING:
        raise PdfBusy("Many PDFs are being made just now.", "Try again in a few minutes.")
    maker.enqueue(name, *about)
    return queue.standing(maker, name, *about) or _begin(maker, name, *about)


def _error(stands: Standing) -> PdfError:
    """What the job has said; of errors that are not of PDFs only that there was one."""
    kind, _, said = stands.error.partition(": ")
    if kind.startswith(errors.__name__):
        return PdfError(said, "It is tried again for whoever asks in ten minutes.")
    return PdfError("The PDF could not be made.", TELL)


def name_of(edition: Edition, scope: BookScope = WHOLE, older: Side = ("", "")) -> str:
    """The name that a PDF is kept by."""
    require(edition.version.document, scope)
    return kept_name(edition.version, edition.called, scope.kind, scope.key, *older)


def kept_name(version: Version, *about: str) -> str:
    """The name of a PDF that a version and these words decide, with what shapes it."""
    words = (version.sha, *about, design())
    digest = hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:24]
    return f"{version.slug}-{version.sha[:12]}-{digest}"


@cache
def design() -> str:
    """A hash of what shapes a PDF besides the text: the style, the templates, the code that words it, WeasyPrint and Graphviz."""
    digest = hashlib.sha256(f"{version_of('weasyprint')} {version_of('pikepdf')} {engine()}".encode())
    base = Path(settings.BASE_DIR)
    code = [
        path
        for folder in ("publishing", "document", "diagrams")
        for path in (Path(__file__).parents[2] / folder).rglob("*.py")
    ]
    for path in sorted([*code, *(base / "templates" / "pdf").rglob("*.html"), base / STYLE]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@job("Make a PDF", attempts=2, final=(PdfError, NotInVersion), limit=LIMIT, priority=-10)
def make(name: str, slug: str, side: Side, older: Side, kind: Kind, key: str) -> None:
    """Make a PDF and keep it by its name."""
    if PdfFile.objects.filter(pk=name).exists():
        return
    queue.report("The text is put together.")
    found = Specification.objects.get(slug=slug)
    keep(name, made(drawn(_edition(found, side), BookScope(kind, key), _older(found, older))))


def built(edition: Edition, scope: BookScope) -> bytes:
    """The PDF, made here and now. Raises PdfError, and `NotInVersion`."""
    found = Specification.objects.get(slug=edition.version.slug)
    return made(drawn(edition, scope, _older(found, side_before(edition, scope))))


def drawn(edition: Edition, scope: BookScope, older: Edition | None = None) -> Book:
    """The book of a scope with its drawings, of which those are laid out here and now that are not yet."""
    found = Specification.objects.get(slug=edition.version.slug)
    wanted = list(dict.fromkeys(chain(*diagrams_of(edition.version.document, scope).values())))
    pairs = zip(wanted, made_layouts(found, wanted), strict=True)
    return book(edition, scope, older, {diagram: layout for diagram, layout in pairs if layout})


def _edition(found: Specification, side: Side) -> Edition:
    sha, called = side
    return Edition(load(found, sha), called)


def _older(found: Specification, side: Side) -> Edition | None:
    return _edition(found, side) if side[0] else None


def made(text: Book) -> bytes:
    """The PDF of a book, of which the parts are kept. Says how far it is."""
    data = make_book(text, KeptParts(), queue.report)
    prune()
    return data


def keep(name: str, data: bytes) -> None:
    """Keep a PDF by its name, and of all PDFs the newest: readers of old versions cannot fill the database."""
    PdfFile.objects.update_or_create(pk=name, defaults={"data": data, "made_at": timezone.now()})
    keep_first(PdfFile, "-made_at", size=Length("data"), bound=KEPT_BYTES)
