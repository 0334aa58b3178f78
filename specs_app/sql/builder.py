"""The extract script of one case management system: every table of the specification, filled where the mappings say from what.

``generate`` is a pure function: the same document and arguments give the same text. Nothing is returned that ``proofs`` has not
proved, or proved before, to leave all but the specification's own tables as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.document.types import Cms, Document
from specs_app.sql import logs
from specs_app.sql.bodies import bodies_of, extracts_for
from specs_app.sql.dialects import dialect_of
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import UnknownCms
from specs_app.sql.fillings import Filling, FillingOrigin, FillingPlan, fillings_of
from specs_app.sql.forms import write
from specs_app.sql.keys import ForeignKeys, Namer, links_of
from specs_app.sql.names import locally_typed, names_of
from specs_app.sql.options import PLAIN, Options
from specs_app.sql.order import filling_order, reads_of
from specs_app.sql.parameters import values_of
from specs_app.sql.plan import Origin, ScriptPlan
from specs_app.sql.proofs import PROOFS
from specs_app.sql.tables import SqlTable, tables_of


@dataclass(frozen=True, slots=True)
class TableCoverage:
    """How one table of a script gets its rows: from what, how many of its columns are filled, and the words for its rows.

    Without an ``origin`` it stays empty, for the ``reason``. An empty ``scope`` of a filled table takes all rows.
    """

    name: str
    origin: FillingOrigin
    filled: int
    total: int
    scope: str
    reason: str


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its text, a line for everything that is not known or left out, and what the specification should put right.

    ``files`` are its parts by name, in the order in which they run, where it is asked for as a file an object; ``text`` is all of
    them, one behind the other. ``dialect`` is the one that it is written in, ``checksum`` that of the edition;
    ``tables`` tell how each is filled.
    """

    text: str
    summary: tuple[str, ...]
    warnings: tuple[Problem, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    dialect: str = ""
    checksum: str = ""
    tables: tuple[TableCoverage, ...] = ()


def generate(
    document: Document,
    cms_key: str,
    *,
    dialect: str | None = None,
    revision: str = "",
    release: str = "",
    specification_slug: str = "",
    authority: str = "",
    options: Options = PLAIN,
) -> Script:
    """The script for one system, in its own dialect or another. ``release`` says in words what the version is called.

    Raises ``UnknownCms`` and ``UnknownDialect`` for names that are not registered, ``UnusableSetting`` for settings that name no
    place, ``UnsafeScript`` where the script cannot be proved harmless.
    """
    cms = _cms(document, cms_key)
    chosen = dialect_of(dialect or cms.dialect)
    origin = Origin(
        specification_slug,
        document.settings.title,
        release,
        revision,
        checksum_of(document),
        cms.key,
        cms.title,
        authority or options.local.name or options.local.code,
    )
    plan, warnings = _plan(document, cms, chosen, options, origin)
    summary = _summary(plan, warnings)
    writer = write(plan, summary)
    PROOFS.require(writer.pieces, dialect=chosen, home=plan.names.home)
    files = writer.files()
    parts = files if options.form == "files" else {}
    return Script(writer.text(), summary, warnings, parts, chosen.key, origin.checksum, _coverage(plan))


def checksum_of(document: Document) -> str:
    """A digest of all that an edition says, whatever it is called."""
    return sha256(repr(document).encode("utf-8", "surrogatepass")).hexdigest()


def rows_taken(document: Document, cms_key: str) -> dict[str, str]:
    """The words for the rows of each table that the script of a system fills; empty where nobody has said which are needed."""
    cms = _cms(document, cms_key)
    origin = Origin("", document.settings.title, "", "", "", cms.key, cms.title, "")
    plan, _ = _plan(document, cms, dialect_of(cms.dialect), PLAIN, origin)
    return plan.scopes


def _cms(document: Document, key: str) -> Cms:
    known = {cms.key: cms for cms in document.settings.cms}
    if key not in known:
        names = ", ".join(known) or "none"
        raise UnknownCms(f"The specification knows no system called {key!r}.", f"Registered are: {names}.")
    return known[key]


def _plan(
    document: Document, cms: Cms, dialect: Dialect, options: Options, origin: Origin
) -> tuple[ScriptPlan, tuple[Problem, ...]]:
    document = locally_typed(document, options.local)
    names, name_problems = names_of(document, dialect, options)
    made, problems = tables_of(document, dialect)
    whole, namer = {table.name: table for table in made}, Namer(dialect)
    tables = {name: table for name, table in whole.items() if name not in options.local.leave_out_objects}
    values = values_of(document.settings.parameters, options.local.parameters)
    extracts = extracts_for(document, cms.key, options.local.variant).values()
    wanted = [extract for extract in extracts if extract.object not in options.local.leave_out_objects]
    bodies, body_problems = bodies_of(document, wanted, tables, dialect, values)
    fillings = fillings_of(FillingPlan(document, cms, dialect, tables, bodies, values))
    _version_filled(fillings, tables, document.settings.table_prefix, origin, dialect)
    links = links_of(document, tables, namer)
    fillings, order, circles = _ordered(fillings, whole, links, dialect)
    categories = {entry.name: entry for entry in document.categories}
    plan = ScriptPlan(tables, links, fillings, order, dialect, namer, names, options, origin, categories)
    return plan, (*problems, *body_problems, *name_problems, *circles)


def _version_filled(
    fillings: dict[str, Filling], tables: Mapping[str, SqlTable], prefix: str, origin: Origin, dialect: Dialect
) -> None:
    """The standard's own table of versions tells of the edition, where no source is known for it."""
    table = tables.get(f"{prefix}{logs.VERSIONS}")
    if table and not fillings[table.name].statement:
        fillings[table.name] = logs.own_version(table, origin, dialect)


def _ordered(
    fillings: Mapping[str, Filling], whole: Mapping[str, SqlTable], links: ForeignKeys, dialect: Dialect
) -> tuple[dict[str, Filling], tuple[str, ...], tuple[Problem, ...]]:
    """The fillings that can run, the order in which they do, and the circles in their way."""
    spelled = {name.casefold(): name for name in whole}
    reads, kept, problems = dict[str, frozenset[str]](), dict[str, Filling](), list[Problem]()
    for name, filling in fillings.items():
        reads[name] = reads_of(filling.statement, spelled, dialect) if filling.statement else frozenset()
        absent = sorted(reads[name] - fillings.keys())
        if absent:
            reason = f"{name} is not filled: it reads {', '.join(absent)}, which the authority's settings leave out"
            filling = Filling("", (reason,))
            problems.append(_left_out(name, reason))
        kept[name] = filling
    points_at: dict[str, set[str]] = {}
    for key in links.keys:
        points_at.setdefault(key.child, set()).add(key.parent)
    order, circles = filling_order(fillings, reads, points_at)
    return kept, order, (*problems, *circles)


def _left_out(name: str, reason: str) -> Problem:
    remedy = "Leave in what it reads, or leave it out too."
    return Problem("filling-left-out", "warning", f"{reason}.", remedy, address=paths.of_object(name))


def _coverage(plan: ScriptPlan) -> tuple[TableCoverage, ...]:
    return tuple(_covered(name, table, plan) for name, table in plan.tables.items())


def _covered(name: str, table: SqlTable, plan: ScriptPlan) -> TableCoverage:
    filling, total = plan.fillings[name], len(table.columns)
    if not plan.wants("insert_data", name):
        return TableCoverage(name, "", 0, total, "", f"{name} is not filled: the authority's settings leave it empty")
    if not filling.statement:
        return TableCoverage(name, "", 0, total, "", next(iter(filling.summary), ""))
    return TableCoverage(name, filling.origin, len(filling.filled), total, filling.scope, "")


def _summary(plan: ScriptPlan, warnings: tuple[Problem, ...]) -> tuple[str, ...]:
    """A line for everything that is filled, not known or left out."""
    filled = [line for filling in plan.fillings.values() for line in filling.summary]
    local = [f"{name} is left out by the authority's settings" for name in sorted(plan.options.local.leave_out_objects)]
    left_out = [f"Foreign key left out: {entry.text}" for entry in plan.links.left_out]
    return (*filled, *local, *left_out, *(problem.message for problem in warnings))
