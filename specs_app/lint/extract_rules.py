"""Rules on hand-written bodies of extracts."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from specs_app.document.paths import of_extract
from specs_app.document.types import Document
from specs_app.lint.findings import Finding, rule
from specs_app.sql.bodies import extracts_for
from specs_app.sql.body_checks import faults_of
from specs_app.sql.body_reading import body_reading


@rule("extract-fault", "warning")
def faults(document: Document) -> Iterator[Finding]:
    """A hand-written body is one SELECT that only reads, gives the items of its object, and says which rows it takes."""
    for extract in document.extracts:
        for fault in faults_of(extract, document):
            yield Finding(of_extract(*extract.key), "", fault.text, fault.remedy, fault.line, fault.grave)


@rule("extract-circle", "error")
def circles(document: Document) -> Iterator[Finding]:
    """Bodies that read each other's tables can be run in some order."""
    for build in sorted({(extract.cms, extract.variant) for extract in document.extracts}):
        bodies = extracts_for(document, *build)
        reads = {
            name: {
                table
                for table in body_reading(entry.sql, document.settings.dialect_of(entry.cms)).reads
                if table in bodies
            }
            for name, entry in bodies.items()
        }
        try:
            TopologicalSorter(reads).prepare()
        except CycleError as error:
            remedy = "Let one of them read the system's own tables instead."
            for name in dict.fromkeys(error.args[1]):
                message = f"{name} is filled from {_listed(reads[name])}, in a circle: no order of filling is right."
                yield Finding(of_extract(*bodies[name].key), "", message, remedy)


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
