"""The baseline: what an operator had the portal add to a source, in one commit that only adds lines. Reading needs none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from specs_app.document.problems import Problem
from specs_app.document.types import Document, RegisteredTable
from specs_app.errors import NothingImported
from specs_app.models import Specification
from specs_app.repository.commits import Author
from specs_app.repository.objects import MAX_FILE_BYTES
from specs_app.repository.rows import stored
from specs_app.tables.wide_table import Unplaced, enrich
from specs_app.versions.loading import load_made
from specs_app.versions.version import Version
from specs_app.yaml_files.layout import SETTINGS_FILE
from specs_app.yaml_files.reader import Reading
from specs_app.yaml_files.writer import CannotWriteError, Changes, write

MESSAGE = """Record the baseline of the specification

Adds what an enriching table or the operator brought, and the settings that were inferred. Alters no line that was there.
"""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The version with what is added (the one that was found where nothing is), and what the enriching table left over."""

    version: Version
    problems: tuple[Problem, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator asked to be added: a title and who reads, where the source says neither, and an enriching table.

    ``table`` is a path in the repository, and registered in the settings, else of a local file.
    """

    title: str = ""
    table: str = ""
    restricted: bool = False


def make(specification: Specification, found: Version, wanted: Wanted, *, author: Author, when: datetime) -> Baseline:
    """The baseline on a commit, which no reference keeps yet; raises `NothingImported` where it cannot be made."""
    files, table = found.files, wanted.table
    document = found.document if SETTINGS_FILE in files else _titled(found.document, wanted.title)
    if wanted.restricted:
        _refuse_contradiction(found)
        document = replace(document, settings=replace(document.settings, access="restricted"))
    problems: tuple[Problem, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    if table:
        enriched = enrich(document, _table(files, table), file=table)
        document, problems, unplaced = enriched.document, enriched.problems, enriched.unplaced
        if table in files and not any(found.severity == "error" for found in problems):
            document = _registered(document, table)
    if document == found.document:
        return Baseline(found, problems, unplaced)
    changes, reading = _written(found.reading, document)
    repository = stored(specification)
    sha = repository.commit_tree(found.sha, changes, author=author, committer=author, when=when, message=MESSAGE)
    return Baseline(load_made(repository, specification.slug, sha, found, reading), problems, unplaced)


def _refuse_contradiction(found: Version) -> None:
    """Raises where the source says that everybody reads it: a baseline alters no line that was there."""
    if "settings/access" in found.source_map and found.document.settings.access == "public":
        raise NothingImported(
            f"{SETTINGS_FILE} says access: public, so that it cannot be imported as restricted.",
            "Write access: restricted there, or take the line out.",
        )


def _titled(document: Document, title: str) -> Document:
    return replace(document, settings=replace(document.settings, title=title)) if title else document


def _registered(document: Document, path: str) -> Document:
    """The document whose settings name the table, so that it is kept true; one that names one already keeps that."""
    if document.settings.wide_table:
        return document
    tables = (*document.settings.tables, RegisteredTable(path))
    return replace(document, settings=replace(document.settings, tables=tables))


def _table(files: Mapping[str, bytes], path: str) -> bytes:
    """The bytes of the enriching table, from the source or else from a local file."""
    if path in files:
        return files[path]
    local = Path(path)
    try:
        if local.stat().st_size > MAX_FILE_BYTES:
            raise NothingImported(
                f"The table {path!r} is too large.", f"At most {MAX_FILE_BYTES // 2**20} MB are read."
            )
        return local.read_bytes()
    except (OSError, ValueError) as error:
        raise NothingImported(
            f"The table {path!r} is neither in the source nor a file here that can be read.",
            "Give its path inside the source, or that of a local CSV file.",
        ) from error


def _written(reading: Reading, document: Document) -> tuple[Changes, Reading]:
    try:
        return write(reading, document, with_settings=SETTINGS_FILE not in reading.files)
    except CannotWriteError as error:
        raise NothingImported("The baseline cannot be written.", error.problem.remedy, (error.problem,)) from error
