"""A proposal as differences of files: the YAML and the tables before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from changes_app.models import ChangeRequest
from changes_app.proposals import standard
from changes_app.workflow import FINAL, Status
from specs_app.diagrams.proposals import proposed
from specs_app.diagrams.values import Diagram
from specs_app.document.line_differences import DifferenceLine, difference
from specs_app.document.types import Document
from specs_app.models import Revision
from specs_app.sql.dialects import DEFAULT
from specs_app.sql.tables import columns_of
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.loading import load
from specs_app.versions.resolve import current
from specs_app.versions.version import Version
from specs_app.yaml_files import writer
from specs_app.yaml_files.writer import CannotWriteError

Files = Mapping[str, bytes]
#: Bytes of a line of a difference beside its text.
LINE_BYTES = 250
#: Bytes of a mark of a diagram.
MARK_BYTES = 600


@dataclass(frozen=True, slots=True)
class FileDifference:
    """What differs in one file or table."""

    name: str
    lines: tuple[DifferenceLine, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """``problem`` says why there are no files to compare; empty where there are.

    ``diagram`` is what the proposal does to the objects and their relationships; None where it leaves them as they are.
    """

    files: tuple[FileDifference, ...] = ()
    tables: tuple[FileDifference, ...] = ()
    problem: str = ""
    diagram: Diagram | None = None


def preview(change: ChangeRequest) -> Preview:
    """The differences of files: of a published change as it was committed, of an open one as it would be now.

    Made once for each version of the standard and content of the proposal, from which all of it follows.
    """
    if change.status == Status.PUBLISHED:
        return _kept(change, change.published_revision, lambda: _of_revision(change))
    if change.status in FINAL:
        return Preview(problem="The proposal was not published, so no file changed.")
    head = current(change.specification)
    return _kept(change, head.sha, lambda: _of_edits(head, change))


def _kept(change: ChangeRequest, sha: str, make: Callable[[], Preview]) -> Preview:
    return VERSIONS.get(("preview", change.specification.slug, sha, change.status, change.content_hash), make, _weigh)


def _weigh(made: Preview) -> Weights:
    lines = (line for found in (*made.files, *made.tables) for line in found.lines)
    drawn = made.diagram.size * MARK_BYTES if made.diagram else 0
    return {id(made): LINE_BYTES + drawn + sum(LINE_BYTES + len(line.text) for line in lines)}


def _of_revision(change: ChangeRequest) -> Preview:
    revision = Revision.objects.filter(specification=change.specification, sha=change.published_revision).first()
    if revision is None or not revision.parent:
        return Preview(problem="The revision is not at hand.")
    before, after = (load(change.specification, sha) for sha in (revision.parent, revision.sha))
    files = tuple(_files(before.files, after.files))
    tables = tuple(_tables(before.document, after.document, change))
    return Preview(files, tables, diagram=proposed(before.document, after.document))


def _of_edits(head: Version, change: ChangeRequest) -> Preview:
    after = standard.assess_on(head, change, standard.edits_of(change)).document
    try:
        _, written = writer.write(head.reading, after)
    except CannotWriteError as error:
        return Preview(
            problem=f"{error.problem.message} {error.problem.remedy}", diagram=proposed(head.document, after)
        )
    files, tables = tuple(_files(head.files, written.files)), tuple(_tables(head.document, after, change))
    return Preview(files, tables, diagram=proposed(head.document, after))


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
    return [f"{column.name} {column.type}" for column in columns_of(document, entry, DEFAULT.key)]
