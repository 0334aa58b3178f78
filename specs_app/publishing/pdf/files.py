"""PDFs for readers: made by a job, once a revision, and kept in the database for all who ask.

Setting a whole specification takes half a minute, for which no request waits.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path

from django.conf import settings
from django.db.models.functions import Length
from django.utils import timezone

from specs_app.jobs import queue
from specs_app.jobs.definition import job
from specs_app.jobs.queue import Standing
from specs_app.models import PdfFile, Specification
from specs_app.publishing.pdf import setting
from specs_app.publishing.pdf.booklet import booklet
from specs_app.publishing.pdf.setting import LIMIT, TELL, PdfError, set_apart
from specs_app.versions.editions import Edition
from specs_app.versions.loading import load

KEPT_BYTES = 100 * 2**20
#: How many PDFs may wait to be made; whoever asks for more is told to come again.
MOST_WAITING = 8
#: One that could not be made is not tried for everybody who asks.
PAUSE = timedelta(minutes=10)


class PdfBusy(PdfError):
    """Too many PDFs wait to be made."""


class PdfWaits(Exception):
    """The PDF is being made; ``standing`` says how far that is."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing.status)
        self.standing = standing


def ask(edition: Edition, object_name: str | None = None) -> bytes:
    """The PDF. Raises `PdfWaits` while it is made, `PdfError` where it cannot be; an unknown object is a KeyError."""
    name = name_of(edition, object_name)
    kept = PdfFile.objects.filter(pk=name).values_list("data", flat=True).first()
    if kept is not None:
        return bytes(kept)
    stands = queue.standing(make, *_arguments(name, edition, object_name))
    if stands and stands.status == queue.FAILED and stands.since > timezone.now() - PAUSE:
        raise _error(stands)
    if not stands or stands.status not in {queue.WAITING, queue.RUNNING}:
        stands = _begin(name, edition, object_name)
    raise PdfWaits(stands)


def _begin(name: str, edition: Edition, object_name: str | None) -> Standing:
    if queue.count_waiting(make) >= MOST_WAITING:
        raise PdfBusy("Many PDFs are being made just now.", "Try again in a few minutes.")
    arguments = _arguments(name, edition, object_name)
    make.enqueue(*arguments)
    return queue.standing(make, *arguments) or _begin(name, edition, object_name)


def _arguments(name: str, edition: Edition, object_name: str | None) -> tuple[str, str, str, str | None, str]:
    """What the job is given: a PDF is called as its version was when it was asked for."""
    return name, edition.version.slug, edition.version.sha, object_name, edition.called


def _error(stands: Standing) -> PdfError:
    """What the job has said; of errors that are not of PDFs only that there was one."""
    kind, _, said = stands.error.partition(": ")
    if kind.startswith(setting.__name__):
        return PdfError(said, "It is tried again for whoever asks in ten minutes.")
    return PdfError("The PDF could not be made.", TELL)


def name_of(edition: Edition, object_name: str | None = None) -> str:
    """The name that a PDF is kept by."""
    version = edition.version
    if object_name is not None and object_name not in version.document.object_by_name:
        raise KeyError(object_name)
    about = (version.sha, edition.called, object_name or "", design())
    digest = hashlib.sha256("\0".join(about).encode("utf-8", "replace")).hexdigest()[:24]
    return f"{version.slug}-{version.sha[:12]}-{digest}"


@cache
def design() -> str:
    """A hash of what shapes a PDF besides the text: the style, the templates, this code and WeasyPrint."""
    digest = hashlib.sha256(version_of("weasyprint").encode())
    base = Path(settings.BASE_DIR)
    code = Path(__file__).parents[1].rglob("*.py")
    for path in sorted([*code, *(base / "templates" / "pdf").rglob("*.html"), base / setting.STYLE]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


@job("Make a PDF", attempts=2, final=(PdfError, KeyError), limit=LIMIT + 60, priority=-10)
def make(name: str, slug: str, sha: str, object_name: str | None, called: str) -> None:
    """Make a PDF and keep it by its name."""
    if PdfFile.objects.filter(pk=name).exists():
        return
    queue.report("The text is put together.")
    version = load(Specification.objects.get(slug=slug), sha)
    text = booklet(Edition(version, called), object_name)
    page = setting.html(text)
    queue.report("The pages are laid out, which takes longest.")
    data = set_apart(page, setting.identifier(text))
    PdfFile.objects.update_or_create(pk=name, defaults={"data": data, "made_at": timezone.now()})
    _forget_old()


def _forget_old() -> None:
    """Keeps the newest files, so that readers of old versions cannot fill the database."""
    kept, old = 0, []
    for name, size in PdfFile.objects.order_by("-made_at").values_list("pk", Length("data")):
        kept += size
        if kept > KEPT_BYTES:
            old.append(name)
    PdfFile.objects.filter(pk__in=old).delete()
