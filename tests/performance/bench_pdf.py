"""The book: CPU of all its processes, memory of the largest and pages, the first time, unchanged, and after one item changed."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace

import pikepdf
from django.core.management import call_command

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.types import Document, Item
from specs_app.models import Drawing, PdfPart
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.making import make
from specs_app.publishing.pdf.scope import BookScope
from specs_app.publishing.pdf.shelf import KeptParts
from specs_app.versions.editions import Edition
from specs_app.versions.releases import edition_of
from tests.performance.measure import Result
from tests.performance.subject import Subject
from tests.versions import saying

SLUG = "bench-pdf"
TARGET = "what it may take"
#: Seconds of CPU, pages, and MB of a process.
FIRST, AGAIN, MOVED, PAGES, MEMORY = 15, 3, 5, 175, 300


def bench(subject: Subject) -> Iterator[Result]:
    enrich = {"enrich": subject.table} if subject.table else {}
    call_command("import_spec", SLUG, str(subject.folder), verbosity=0, stdout=io.StringIO(), **enrich)
    edition = edition_of(*queries.at(SLUG, None, viewer=PORTAL))
    PdfPart.objects.all().delete()
    Drawing.objects.all().delete()
    first, seconds = cpu(lambda: made(edition))
    yield Result("PDF of the whole standard, first time, seconds of CPU", seconds, TARGET, FIRST, 1)
    again, seconds = cpu(lambda: made(edition))
    yield Result(f"PDF of the same, {'the same' if again == first else 'OTHER'} bytes", seconds, TARGET, AGAIN, 1)
    _, seconds = cpu(lambda: made(with_item(edition, lambda item: replace(item, description="Another word."))))
    yield Result("PDF after one item has another definition", seconds, TARGET, AGAIN, 1)
    _, seconds = cpu(lambda: made(with_item(edition, lambda item: replace(item, guidance="More to be said. " * 500))))
    yield Result("PDF after pages moved", seconds, TARGET, MOVED, 1)
    entry = max(edition.version.document.objects, key=lambda found: len(found.items))
    _, seconds = cpu(lambda: made(edition, BookScope("object", entry.name)))
    yield Result(f"PDF of {entry.name}, whose part is kept", seconds, TARGET, AGAIN, 1)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        yield Result("PDF of the whole standard, pages", len(pdf.pages), TARGET, PAGES, 1)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    yield Result("PDF: memory of the largest process, in MB", largest, TARGET, MEMORY, 1)


def made(edition: Edition, scope: BookScope | None = None) -> bytes:
    return make(files.drawn(edition, scope or BookScope()), KeptParts(), lambda _: None)


def with_item(edition: Edition, altered: Callable[[Item], Item]) -> Edition:
    """An edition in which the first item of the first object is another."""
    document: Document = edition.version.document
    entry = document.objects[0]
    changed = replace(entry, items=(altered(entry.items[0]), *entry.items[1:]))
    objects = (changed, *document.objects[1:])
    return replace(edition, version=saying(edition.version, replace(document, objects=objects)))


def cpu(action: Callable[[], bytes]) -> tuple[bytes, float]:
    """What an action gives, and the seconds of CPU that it takes with all its processes."""
    before = _spent()
    given = action()
    return given, _spent() - before


def _spent() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)
