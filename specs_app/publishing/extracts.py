"""Hand-written bodies as they are told: what each fills from where, what it reads, which rows it takes, what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document.dialects import DIALECTS
from specs_app.document.extract_settings import ScriptParameter
from specs_app.document.extracts import Extract, parts_of
from specs_app.document.types import Document, item_key
from specs_app.publishing.records import Record, body_record
from specs_app.sql.body_checks import faults_of, scope_of
from specs_app.sql.body_joins import BodyJoin, joins_of
from specs_app.sql.body_reading import BodyFault, body_reading
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.version import Version

NULL = "NULL"


@dataclass(frozen=True, slots=True)
class BodyColumn:
    """One item of the object, by name and key, and the expression that it comes from; empty where the body does not give it.

    A bare NULL is no source.
    """

    name: str
    key: str
    item_ref: str
    source: str

    @property
    def filled(self) -> bool:
        return self.source not in ("", NULL)


@dataclass(frozen=True, slots=True)
class BodyParameter:
    """A parameter that a body names; ``declared`` is None where the specification does not know it."""

    name: str
    declared: ScriptParameter | None


@dataclass(frozen=True, slots=True)
class ToldExtract:
    """A body and all that is told of it. ``own`` and ``foreign`` are the tables it reads: the specification's, the system's."""

    extract: Extract
    dialect: str
    columns: tuple[BodyColumn, ...]
    own: tuple[str, ...]
    foreign: tuple[str, ...]
    joins: tuple[BodyJoin, ...]
    parameters: tuple[BodyParameter, ...]
    scope: str
    faults: tuple[BodyFault, ...]

    @property
    def filled(self) -> int:
        """How many of the items have a source."""
        return sum(column.filled for column in self.columns)

    @property
    def grave(self) -> bool:
        """Whether scripts leave it out."""
        return any(fault.grave for fault in self.faults)


def told_extract(version: Version, extract: Extract) -> ToldExtract:
    """One body of a version, read once."""
    key = ("extract", version.slug, version.sha, extract.key)
    return VERSIONS.get(key, lambda: tell(version.document, extract), _weigh)


def told_extracts(version: Version, cms: str = "") -> Iterator[ToldExtract]:
    """The bodies of a version, of one system where one is named, in their order."""
    return (told_extract(version, extract) for extract in version.document.extracts if cms in ("", extract.cms))


def tell(document: Document, extract: Extract) -> ToldExtract:
    """What is told of a body of a document."""
    dialect = document.settings.dialect_of(extract.cms)
    reading = body_reading(extract.sql, dialect)
    own = [table for table in reading.reads if _is_own(document, table)]
    declared = {entry.key: entry for entry in document.settings.parameters}
    return ToldExtract(
        extract=extract,
        dialect=DIALECTS.get(dialect, dialect),
        columns=tuple(_columns(document, extract, parts_of(extract.sql, dialect).columns)),
        own=tuple(own),
        foreign=tuple(table for table in reading.reads if table not in own),
        joins=joins_of(extract.sql, dialect),
        parameters=tuple(BodyParameter(name, declared.get(name)) for name in reading.parameters),
        scope=scope_of(extract.sql),
        faults=faults_of(extract, document),
    )


def _is_own(document: Document, table: str) -> bool:
    return table.casefold() in document.object_by_name


def _columns(document: Document, extract: Extract, given: dict[str, str]) -> Iterator[BodyColumn]:
    if entry := document.object_by_name.get(extract.object):
        for item in entry.items:
            source = given.get(item.name.casefold(), "")
            yield BodyColumn(item.name, item_key(entry, item), item.item_ref, source)


def _weigh(told: ToldExtract) -> Weights:
    size = sum(300 + len(column.source) for column in told.columns) + 400 * (len(told.joins) + len(told.faults))
    return {id(told): 1_000 + size}


def told_record(told: ToldExtract) -> Record:
    """A body in REST, without addresses on the web."""
    return {
        **body_record(told.extract),
        "columns": [
            {
                "name": column.name,
                "item_ref": column.item_ref or None,
                "source": column.source or None,
                "filled": column.filled,
            }
            for column in told.columns
        ],
        "reads": {"own": list(told.own), "system": list(told.foreign)},
        "parameters": [entry.name for entry in told.parameters],
        "scope": told.scope or None,
        "problems": list(map(fault_record, told.faults)),
    }


def fault_record(fault: BodyFault) -> Record:
    """What is wrong in a body."""
    severity = "error" if fault.grave else "warning"
    return {"line": fault.line, "message": fault.message, "remedy": fault.remedy, "severity": severity}
