"""A proposal as differences of files: the YAML and the tables before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff

from changes_app.actions import content
from changes_app.models import ChangeRequest
from changes_app.workflow import FINAL, Status
from specs_app.codec import yaml_writer
from specs_app.codec.yaml_writer import CannotWriteError
from specs_app.document.types import Document
from specs_app.documents import load
from specs_app.models import Revision
from specs_app.sql.tables import columns_of

Files = Mapping[str, bytes]
CONTEXT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: ``kind`` is ``added``, ``removed``, ``place`` or ``same``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FileDifference:
    """What differs in one file or table."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """``problem`` says why there are no files to compare; empty where there are."""

    files: tuple[FileDifference, ...] = ()
    tables: tuple[FileDifference, ...] = ()
    problem: str = ""


def preview(change: ChangeRequest) -> Preview:
    """The differences of files: of a published change as it was committed, of an open one as it would be now."""
    if change.status == Status.PUBLISHED:
        return _of_revision(change)
    if change.status in FINAL:
        return Preview(problem="The proposal was not published, so no file changed.")
    return _of_edits(change)


def _of_revision(change: ChangeRequest) -> Preview:
    revision = Revision.objects.filter(specification=change.specification, sha=change.published_revision).first()
    if revision is None or not revision.parent:
        return Preview(problem="The revision is not at hand.")
    before, after = (load(change.specification.slug, sha) for sha in (revision.parent, revision.sha))
    files = tuple(_files(before.files, after.files))
    return Preview(files, tuple(_tables(before.reading.document, after.reading.document, change)))


def _of_edits(change: ChangeRequest) -> Preview:
    before = content.current(change.specification)
    after = content.assess_on_head(change, content.edits_of(change)).document
    files = content.files_of(change.specification)
    try:
        written = yaml_writer.write(files, after)
    except CannotWriteError as error:
        return Preview(problem=f"{error.problem.message} {error.problem.remedy}")
    changed = {path: data for path, data in {**files, **written}.items() if data is not None}
    return Preview(tuple(_files(files, changed)), tuple(_tables(before, after, change)))


def _files(before: Files, after: Files) -> Iterator[FileDifference]:
    for path in sorted({*before, *after}):
        old, new = before.get(path, b""), after.get(path, b"")
        if old != new:
            yield FileDifference(path, difference(_text(old), _text(new)))


def _text(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").splitlines()


def _tables(before: Document, after: Document, change: ChangeRequest) -> Iterator[FileDifference]:
    for name in change.impact.get("tables", ()):
        lines = difference(_columns(before, name), _columns(after, name))
        if lines:
            yield FileDifference(name, lines)


def _columns(document: Document, name: str) -> list[str]:
    entry = document.object_by_name.get(name)
    if entry is None:
        return []
    return [f"{column.name} {column.type}" for column in columns_of(document, entry, "tsql")]


def difference(before: list[str], after: list[str]) -> tuple[Line, ...]:
    """The lines that went and came, each with a little of what stands around it."""
    lines = unified_diff(before, after, lineterm="", n=CONTEXT)
    return tuple(_line(line) for number, line in enumerate(lines) if number > 1)


def _line(text: str) -> Line:
    kind = {"+": "added", "-": "removed", "@": "place"}.get(text[:1], "same")
    return Line(kind, text)
