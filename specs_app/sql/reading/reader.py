"""Scripts as councils run them, read into one body for each object, and a report of all that was not taken.

Nothing is run and nothing is asked of a server. What is taken is one SELECT that parses and is proved only to read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from sqlglot import exp

from specs_app.document.types import Document
from specs_app.sql.body_checks import scope_of
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.reading.candidates import Candidate
from specs_app.sql.reading.choice import chosen
from specs_app.sql.reading.composing import Composed, ParsedCandidate, Prove, Unusable, composed, parsed
from specs_app.sql.reading.objects import object_of
from specs_app.sql.reading.report import ReadingRemark, RefusedPart, ScriptReading, TakenBody
from specs_app.sql.reading.script import ScriptReader
from specs_app.sql.reading.tokens import source_of
from specs_app.sql.reading.values import Parameters
from specs_app.sql.safety import prove_query

LARGEST = 20_000_000


def read_scripts(
    files: Mapping[str, str],
    document: Document,
    dialect: str,
    *,
    variant: str = "",
    prove: Callable[[exp.Query], None] | None = None,
) -> ScriptReading:
    """The bodies in scripts, by the names of their files. Never fails because of what a script holds.

    Where several files fill an object, that one is taken whose name holds ``variant``, else the first that fills the most items.
    ``prove`` raises ``UnsafeScript`` for a query that does more than read; by default it is ``safety.prove_query``.
    """
    product = DIALECTS[dialect]
    reading = _Reading(document, dialect, prove or partial(prove_query, dialect=product), variant)
    for name in sorted(files):
        reading.file(name, files[name])
    return reading.report()


class _Reading:
    """All files together."""

    def __init__(self, document: Document, dialect: str, prove: Prove, variant: str) -> None:
        self.document, self.dialect, self.prove, self.variant = document, DIALECTS[dialect], prove, variant
        self.objects = {entry.name.casefold(): entry.name for entry in document.objects}
        self.found: dict[str, list[ParsedCandidate]] = {}
        self.refused: list[RefusedPart] = []
        self.notes: list[ReadingRemark] = []
        self.parameters = Parameters()

    def file(self, name: str, text: str) -> None:
        if len(text) > LARGEST:
            self._refuse("", name, 1, f"the file is longer than {LARGEST} signs", "Cut it into several files.")
            return
        script = ScriptReader(source_of(name, text, self.dialect.key), self.objects, self.dialect.key).read()
        self.refused += script.refused
        self.notes += script.notes
        if not (script.candidates or script.refused):
            self.notes.append(
                ReadingRemark("nothing in this file fills an object: it has no INSERT and no SELECT", name, 1)
            )
        for candidate in script.candidates:
            self._candidate(candidate)

    def _candidate(self, candidate: Candidate) -> None:
        try:
            found = parsed(candidate, self.dialect)
            name = candidate.object or object_of(found, self.document)
        except Unusable as error:
            self._refuse(candidate.object or candidate.tag, candidate.file, error.line, str(error), error.remedy)
            return
        if name:
            self.found.setdefault(name, []).append(found)
        elif not found.candidate.own:
            text = "its columns are named as the items of no object"
            self._refuse(candidate.tag, candidate.file, candidate.line, text, "Name its columns as the items (AS).")

    def report(self) -> ScriptReading:
        taken = [body for entry in self.document.objects if (body := self._body(entry.name))]
        return ScriptReading(
            tuple(taken),
            tuple(sorted(self.refused, key=lambda one: (one.file, one.line, one.object, one.reason))),
            tuple(self.parameters.found[key] for key in sorted(self.parameters.found)),
            tuple(self.notes),
        )

    def _body(self, name: str) -> TakenBody | None:
        """The body of an object from all that fills it; what cannot be used gives way to the next best."""
        usable: list[tuple[ParsedCandidate, Composed]] = []
        for found in self.found.get(name, ()):
            try:
                usable.append((found, composed(found, self.document.object_by_name[name], self.dialect, self.prove)))
            except Unusable as error:
                self._refuse(name, found.candidate.file, error.line, str(error), error.remedy)
        if not usable:
            return None
        candidate, body = chosen(usable, self.document.object_by_name[name], self.dialect, self.prove, self.variant)
        remarks = [*body.remarks]
        for variable in candidate.asked:
            if not self.parameters.ask(variable, candidate.file):
                text = f"the parameter {variable.key} has the value {variable.literal!r} here and another one elsewhere"
                remarks.append(ReadingRemark(text, candidate.file, variable.line))
            elif variable.literal is None:
                text = f"the parameter {variable.key} has no value in the script: give it one"
                remarks.append(ReadingRemark(text, candidate.file, variable.line))
        keys = tuple(sorted(variable.key for variable in candidate.asked))
        return TakenBody(
            name,
            _scoped(body.sql, candidate),
            body.filled,
            candidate.file,
            candidate.line,
            keys,
            tuple(dict.fromkeys(remarks)),
        )

    def _refuse(self, name: str, file: str, line: int, reason: str, remedy: str) -> None:
        self.refused.append(RefusedPart(name, file, line, reason, remedy))


def _scoped(sql: str, candidate: Candidate) -> str:
    """The body with the words about its rows that stand above its statement, unless it has words of its own."""
    return f"-- Scope: {candidate.scope}\n{sql}" if candidate.scope and not scope_of(sql) else sql
