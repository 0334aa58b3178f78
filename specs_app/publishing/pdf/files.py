"""PDFs for readers: made by a job, once a revision, and kept in the database for all who ask.

Setting a whole specification takes half a minute, for which no request waits.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models.functions import Length
from django.utils import timezone

from specs_app.jobs import queue
from specs_app.jobs.definition import Job, job
from specs_app.jobs.queue import Standing
from specs_app.models import PdfFile, Specification
from specs_app.publishing.pdf import setting
from specs_app.publishing.pdf.booklet import booklet
from specs_app.publishing.pdf.setting import LIMIT, TELL, PdfError, set_apart
from specs_app.versions.editions import Edition
from specs_app.versions.loading import load
from specs_app.versions.version import Version

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
    """The PDF of a version or of one object, called as it is now. Raises as `given` does; an unknown object is a KeyError."""
    version = edition.version
    return given(name_of(edition, object_name), make, version.slug, version.sha, object_name, edition.called)


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
    if kind.startswith(setting.__name__):
        return PdfError(said, "It is tried again for whoever asks in ten minutes.")
    return PdfError("The PDF could not be made.", TELL)


def name_of(edition: Edition, object_name: str | None = None) -> str:
    """The name that a PDF is kept by."""
    version = edition.version
    if object_name is not None and object_name not in version.document.object_by_name:
        raise KeyError(object_name)
    return kept_name(version, edition.called, object_name or "")


def kept_name(version: Version, *about: str) -> str:
    """The name of a PDF that a version and these words decide, with what shapes it."""
    words = (version.sha, *about, design())
    digest = hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:24]
    return f"{version.slug}-{version.sha[:12]}-{digest}"


@cache
def design() -> str:
    """A hash of what shapes a PDF besides the text: the style, the templates, the code that words it, and WeasyPrint."""
    digest = hashlib.sha256(version_of("weasyprint").encode())
    base = Path(settings.BASE_DIR)
    code = [
        path for folder in ("publishing", "document") for path in (Path(__file__).parents[2] / folder).rglob("*.py")
    ]
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
    keep(name, data)


def keep(name: str, data: bytes) -> None:
    """Keep a PDF by its name, and of all PDFs the newest: readers of old versions cannot fill the database."""
    PdfFile.objects.update_or_create(pk=name, defaults={"data": data, "made_at": timezone.now()})
    kept, old = 0, []
    for name, size in PdfFile.objects.order_by("-made_at").values_list("pk", Length("data")):
        kept += size
        if kept > KEPT_BYTES:
            old.append(name)
    PdfFile.objects.filter(pk__in=old).delete()
