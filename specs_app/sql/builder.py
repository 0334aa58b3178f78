"""The extract script of one case management system: every table of the specification, filled where the mappings say from what.

``generate`` is a pure function: the same document and arguments give the same text. Nothing is returned that ``proofs`` has not
proved, or proved before, to leave all but the specification's own tables as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.problems import Problem
from specs_app.document.types import Cms, Document, Settings
from specs_app.sql.bodies import bodies_of, extracts_for
from specs_app.sql.dialects import dialect_of
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import UnknownCms
from specs_app.sql.fillings import FillingPlan, fillings_of
from specs_app.sql.keys import Namer, links_of
from specs_app.sql.options import LocalSettings, Options
from specs_app.sql.parameters import values_of
from specs_app.sql.proofs import PROOFS
from specs_app.sql.scopes import scope_lines
from specs_app.sql.sections import (
    ScriptPlan,
    refused,
    write_checks,
    write_drops,
    write_keys,
    write_summary,
    write_tables,
)
from specs_app.sql.tables import tables_of
from specs_app.sql.writer import Writer

STANDARD = Options()


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its text, a line for everything that is not known or left out, and what the specification should put right."""

    text: str
    summary: tuple[str, ...]
    warnings: tuple[Problem, ...]


def generate(
    document: Document,
    cms_key: str,
    *,
    dialect: str | None = None,
    revision: str = "",
    release: str = "",
    specification_slug: str = "",
    authority: str = "",
    options: Options = STANDARD,
) -> Script:
    """The script for one system, in its own dialect or another. ``release`` says in words what the version is called.

    Raises ``UnknownCms`` and ``UnknownDialect`` for names that are not registered, ``UnsafeScript`` where the script cannot be
    proved harmless.
    """
    cms = _cms(document, cms_key)
    chosen = dialect_of(dialect or cms.dialect)
    plan, warnings = _plan(document, cms, chosen, options.local)
    summary = _summary(plan, warnings)
    origin = Origin(specification_slug, release, revision, authority)
    header = (*_header(document.settings, cms, chosen, origin), *scope_lines(_scopes(plan)))
    writer = _written(plan, header, summary)
    PROOFS.require(writer.pieces, dialect=chosen, prefix=document.settings.table_prefix)
    return Script(writer.text(), summary, warnings)


def rows_taken(document: Document, cms_key: str) -> dict[str, str]:
    """The words for the rows of each table that the script of a system fills; empty where nobody has said which are needed."""
    cms = _cms(document, cms_key)
    plan, _ = _plan(document, cms, dialect_of(cms.dialect), STANDARD.local)
    return _scopes(plan)


def _scopes(plan: ScriptPlan) -> dict[str, str]:
    return {name: filling.scope for name, filling in plan.fillings.items() if filling.statement}


def _cms(document: Document, key: str) -> Cms:
    known = {cms.key: cms for cms in document.settings.cms}
    if key not in known:
        names = ", ".join(known) or "none"
        raise UnknownCms(f"The specification knows no system called {key!r}.", f"Registered are: {names}.")
    return known[key]


def _plan(
    document: Document, cms: Cms, dialect: Dialect, local: LocalSettings
) -> tuple[ScriptPlan, tuple[Problem, ...]]:
    made, problems = tables_of(document, dialect)
    tables, namer = {table.name: table for table in made}, Namer(dialect)
    values = values_of(document.settings.parameters, local.parameters)
    extracts = extracts_for(document, cms.key).values()
    bodies, body_problems = bodies_of(document, extracts, tables, dialect, values)
    fillings = fillings_of(FillingPlan(document, cms, dialect, tables, bodies, values))
    return ScriptPlan(tables, links_of(document, tables, namer), fillings, dialect, namer), problems + body_problems


def _summary(plan: ScriptPlan, warnings: tuple[Problem, ...]) -> tuple[str, ...]:
    """A line for everything that is filled, not known or left out."""
    filled = [line for filling in plan.fillings.values() for line in filling.summary]
    left_out = [f"Foreign key left out: {entry.text}" for entry in plan.links.left_out]
    left_out += [
        f"Foreign key left out: {key.child}.{key.column} -> {key.parent}.{key.target}: {reason}"
        for key in plan.links.keys
        if (reason := refused(key, plan))
    ]
    return (*filled, *left_out, *(problem.message for problem in warnings))


@dataclass(frozen=True, slots=True)
class Origin:
    """What a script is made from and for whom."""

    slug: str
    release: str
    revision: str
    authority: str


def _header(settings: Settings, cms: Cms, dialect: Dialect, origin: Origin) -> tuple[str, ...]:
    facts = {
        "Specification": f"{settings.title} ({origin.slug})" if origin.slug else settings.title,
        "Release": origin.release,
        "Revision": origin.revision,
        "CMS": f"{cms.title} ({cms.key})",
        "Dialect": dialect.title,
        "Authority": origin.authority or "any",
    }
    said = tuple(f"{name}: {value or 'not said'}" for name, value in facts.items())
    promise = f"Writes to tables whose names begin with {settings.table_prefix}, in the default schema; all others are only read."
    return (*said, promise, *dialect.advice)


def _written(plan: ScriptPlan, header: tuple[str, ...], summary: tuple[str, ...]) -> Writer:
    writer = Writer(plan.dialect)
    for line in header:
        writer.comment(line)
    for section in (write_drops, write_tables, write_keys, write_checks):
        section(writer, plan)
    write_summary(writer, plan, summary)
    return writer
