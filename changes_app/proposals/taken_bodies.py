"""What a reading of scripts becomes: the edits of one proposal, and a word on all that is not among them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import sqlglot
from sqlglot import ErrorLevel
from sqlglot.errors import SqlglotError

from specs_app.document import text_rules
from specs_app.document.edits import Edit
from specs_app.document.extract_settings import ScriptParameter, value_fault
from specs_app.document.extracts import LONGEST, Extract
from specs_app.document.types import Cms, Document
from specs_app.sql.body_checks import faults_of
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.reading.reader import read_scripts
from specs_app.sql.reading.report import FoundParameter, ReadingRemark, RefusedPart, ScriptReading, TakenBody
from specs_app.sql.safety import prove_query

REMEDY = "Mend it in the script and read it again, or write the body by the form."


@dataclass(frozen=True, slots=True)
class BuildOfSystem:
    """For which system and local build scripts are read, and in which dialect they are written."""

    cms: Cms
    variant: str = ""
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class PlannedBody:
    """A body as it is to stand. ``columns`` are the items that it fills, ``remarks`` what its readers should know."""

    extract: Extract
    columns: tuple[str, ...]
    remarks: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class BodiesPlan:
    """``unchanged`` are objects whose body says the same already; ``parameters`` those that must be declared besides.

    ``undeclared`` are parameters that bodies ask for and that no script gives a value which could be their default.
    """

    taken: tuple[PlannedBody, ...] = ()
    refused: tuple[RefusedPart, ...] = ()
    unchanged: tuple[str, ...] = ()
    parameters: tuple[ScriptParameter, ...] = ()
    undeclared: tuple[str, ...] = ()
    notes: tuple[ReadingRemark, ...] = ()

    @property
    def items(self) -> int:
        """How many items the taken bodies fill."""
        return sum(len(body.columns) for body in self.taken)

    def edits(self) -> list[dict[str, Any]]:
        """The edits of the proposal: the parameters first, as the bodies name them."""
        declared = {
            entry.key: {"type": entry.type, "default": entry.default, "description": entry.description}
            for entry in self.parameters
        }
        settings = [Edit("change_settings", "", {"parameters": declared})] if declared else []
        bodies = [Edit("set_extract", body.extract.target, {"sql": body.extract.sql}) for body in self.taken]
        return [edit.as_json() for edit in (*settings, *bodies)]


def planned(files: Mapping[str, str], document: Document, build: BuildOfSystem) -> BodiesPlan:
    """The bodies in scripts for one system, as far as they may stand in the specification."""
    dialect = build.dialect or build.cms.dialect
    prove = partial(prove_query, dialect=DIALECTS[dialect], parameters=True)
    reading = read_scripts(files, document, dialect, variant=build.variant, prove=prove)
    return _Planning(document, build, reading).plan()


@dataclass
class _Planning:
    document: Document
    build: BuildOfSystem
    reading: ScriptReading
    taken: list[PlannedBody] = field(default_factory=list)
    refused: list[RefusedPart] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)

    def plan(self) -> BodiesPlan:
        declared = {entry.key for entry in self.document.settings.parameters}
        found = [entry for entry in self.reading.parameters if entry.key not in declared]
        trial = self._with_parameters(found)
        for body in self.reading.taken:
            self._take(body, trial)
        asked = {key for body in self.reading.taken for key in body.parameters if self._is_taken(body.object)}
        new = [_parameter(entry) for entry in found if entry.key in asked]
        return BodiesPlan(
            tuple(self.taken),
            (*self.reading.refused, *self.refused),
            tuple(self.unchanged),
            tuple(entry for entry in new if _can_be_declared(entry)),
            tuple(entry.key for entry in new if not _can_be_declared(entry)),
            self.reading.notes,
        )

    def _with_parameters(self, found: list[FoundParameter]) -> Document:
        """The specification with all parameters of the scripts, so that a body is not blamed for one without a value."""
        settings = self.document.settings
        more = tuple(map(_parameter, found))
        return replace(self.document, settings=replace(settings, parameters=(*settings.parameters, *more)))

    def _is_taken(self, name: str) -> bool:
        return any(body.extract.object == name for body in self.taken)

    def _take(self, body: TakenBody, trial: Document) -> None:
        cms, variant = self.build.cms.key, self.build.variant
        extract = Extract(cms, body.object, variant, f"{text_rules.tidy(self._spoken(body)).strip()}\n")
        before = next((one for one in self.document.extracts if one.key == extract.key), None)
        reason = self._why_not(extract)
        faults = () if reason else faults_of(extract, trial)
        reason = reason or next((fault.message for fault in faults if fault.grave), "")
        if reason:
            self.refused.append(RefusedPart(body.object, body.file, body.line, reason.rstrip("."), REMEDY))
        elif before == extract:
            self.unchanged.append(body.object)
        else:
            said = [*_told(body.remarks), *(fault.text for fault in faults), *self._translated(before)]
            remarks = tuple(dict.fromkeys(said))
            self.taken.append(PlannedBody(extract, body.filled, remarks, body.file, body.line))

    def _translated(self, before: Extract | None) -> Iterator[str]:
        if self._is_foreign:
            title = DIALECTS[self.build.dialect].title
            yield f"It was written for {title} and was put into the words of the system's own product: look it through."
        if before is not None:
            yield "It stands in place of the body that is there."

    @property
    def _is_foreign(self) -> bool:
        return self.build.dialect not in ("", self.build.cms.dialect)

    def _spoken(self, body: TakenBody) -> str:
        """The body in the dialect of its system; empty where it cannot be said in it."""
        if not self._is_foreign:
            return body.sql
        read, write = DIALECTS[self.build.dialect].parser, DIALECTS[self.build.cms.dialect].parser
        try:
            texts = sqlglot.transpile(body.sql, read=read, write=write, pretty=True, unsupported_level=ErrorLevel.RAISE)
        except (SqlglotError, RecursionError, ValueError):
            return ""
        return ";\n".join(texts)

    def _why_not(self, extract: Extract) -> str:
        """Why a body cannot be part of the specification at all; empty where it can."""
        if not extract.sql.strip():
            own, other = DIALECTS[self.build.cms.dialect].title, DIALECTS[self.build.dialect].title
            return f"it is written for {other} and cannot be put into the words of {own}"
        found = text_rules.fault(extract.sql, lines=True, limit=LONGEST)
        return found[1] if found else ""


def _parameter(found: FoundParameter) -> ScriptParameter:
    return ScriptParameter(found.key, found.type, found.default, f"As in {text_rules.shown(found.file)}.")


def _can_be_declared(entry: ScriptParameter) -> bool:
    named = text_rules.KEY.fullmatch(entry.key) and len(entry.key) <= text_rules.NAME_LIMIT
    return bool(named) and bool(entry.default) and not value_fault(entry, entry.default)


def _told(remarks: tuple[ReadingRemark, ...]) -> Iterator[str]:
    for remark in remarks:
        yield f"{place(remark.file, remark.line)}: {remark.text}." if remark.file else f"{remark.text}."


def place(file: str, line: int) -> str:
    """Where something stands in a script, on one line."""
    name = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in file)
    return f"{name}:{line}" if line else name
