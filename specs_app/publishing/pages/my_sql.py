"""The page of a script for one council: what was chosen, the file, what it holds, what it costs, and what is new in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from specs_app.document.dialects import DIALECTS
from specs_app.document.problems import Problem
from specs_app.publishing.links import Links
from specs_app.publishing.my_sql.asked import PLACES, AskedScript, Understood
from specs_app.publishing.my_sql.file import ScriptFile
from specs_app.publishing.my_sql.news import ScriptNews
from specs_app.publishing.pages.authorities import Setting, own_settings
from specs_app.publishing.pages.changes import href_of
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.for_me import TaskGroup, task_groups
from specs_app.publishing.pages.my_sql_questions import FORM_WORDS, PLACE_WORDS, REBUILD_WORDS, Asking, questions_of
from specs_app.publishing.pages.row_choice import RowWords
from specs_app.sql.builder import Script, TableCoverage

#: What is said of where an answer comes from.
SETTLED = "As the council's settings say"
USUAL = "As usual"


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """One choice in words, with where it comes from and where it can be changed: a row of a summary list."""

    key: str
    value: str
    href: str


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file that can be had: its address at this very version, and those that always give the newest one."""

    href: str
    name: str
    size: str
    checksum: str
    newest: str
    rest: str


@dataclass(frozen=True, slots=True)
class ScriptTotals:
    """How much of the standard a script fills: tables by what fills them, and columns."""

    tables: int
    by_hand: int
    mapped: int
    edition: int
    empty: int
    filled: int
    columns: int

    @property
    def words(self) -> str:
        return f"{self.filled} of {self.columns} columns are filled"


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing that the script lacks, and what to do about it."""

    text: str
    remedy: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Costs:
    """What is lacking, under a heading; those behind the first are folded away."""

    title: str
    shown: tuple[Cost, ...]
    folded: tuple[Cost, ...]

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.folded)


@dataclass(frozen=True, slots=True)
class MySqlPage:
    title: str
    about: str
    council: Link | None
    overruled: tuple[str, ...]
    chosen: tuple[ChosenRow, ...]
    file: FileFacts
    settings: tuple[Setting, ...]
    totals: ScriptTotals
    rows: tuple[RowWords, ...]
    unscoped: tuple[Link, ...]
    costs: tuple[Costs, ...]
    again: str


@dataclass(frozen=True, slots=True)
class TableList:
    """Tables to which the same happens."""

    text: str
    tables: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class UpgradePage:
    """What is new, and the script that takes older tables along; ``file`` is None where there is nothing to upgrade."""

    groups: tuple[TaskGroup, ...]
    file: FileFacts | None
    why_none: str
    tables: tuple[TableList, ...]
    compared: bool


MOST_SHOWN = 5


def my_sql_page(
    asked: AskedScript, asking: Asking, file: ScriptFile, sha: str, reasons: Mapping[str, str] | None = None
) -> MySqlPage:
    """What is shown of a script; ``reasons`` say why a setting of the authority was last changed."""
    understood, links, authority = asking.understood, asking.links, asked.authority
    name = authority.title if authority else asked.cms.title
    return MySqlPage(
        title=f"The SQL for {name}",
        about=f"{asked.cms.title} on {DIALECTS[asked.dialect]}",
        council=Link(authority.title, links.page("authorities", authority.code)) if authority else None,
        overruled=tuple(_overruled(understood)),
        chosen=tuple(_chosen(asking)),
        file=file_facts(asked, file, links, sha),
        settings=tuple(own_settings(understood.document, authority, links, reasons)) if authority else (),
        totals=_totals(file.script.tables),
        rows=tuple(RowWords(_table(one.name, links), one.scope) for one in file.script.tables if one.scope),
        unscoped=tuple(
            _table(one.name, links)
            for one in file.script.tables
            if one.origin in {"body", "mappings"} and not one.scope
        ),
        costs=tuple(filter(lambda costs: costs.count, _costs(understood, file.script, links))),
        again=links.my_sql(),
    )


def file_facts(asked: AskedScript, file: ScriptFile, links: Links, sha: str) -> FileFacts:
    """Where a file is and what it is."""
    query, pinned = asked.answers.query(), Links(links.slug, sha)
    by_rest = {name: text for name, text in query.items() if name != "cms"}
    return FileFacts(
        href=pinned.page("my-sql", "script", **query),
        name=file.name,
        size=f"{len(file.data):,} bytes",
        checksum=file.checksum,
        newest=links.page("my-sql", "script", **query),
        rest=links.rest("sql", asked.cms.key, **by_rest),
    )


def _table(name: str, links: Links) -> Link:
    return Link(name, links.object(name))


# --- what was chosen ---------------------------------------------------------------------------------------------------------


def _chosen(asking: Asking) -> Iterator[ChosenRow]:
    understood, links = asking.understood, asking.links
    for question, key, value, origin in _facts(understood):
        href = links.my_sql(**asking.query, ask=question, one="yes")
        yield ChosenRow(key, f"{value}\n{origin}" if origin else value, href)


def _facts(understood: Understood) -> Iterator[tuple[str, str, str, str]]:
    """The question, its subject, the answer in words, and where it comes from."""
    answers, local, authority = understood.answers, understood.local, understood.authority
    if understood.document.authorities:
        yield "council", "Council", f"{authority.title} ({authority.code})" if authority else "None chosen", ""
    build = f", local build {local.variant}" if local.variant else ""
    system = f"{understood.cms.title}{build}" if understood.cms else ""
    yield "system", "System", system, _origin(answers.cms, authority is not None)
    yield (
        "product",
        "Database",
        DIALECTS[understood.dialect],
        _origin(answers.dialect, bool(authority and authority.database)),
    )
    for name, (label, _) in PLACE_WORDS.items():
        value = getattr(local, name)
        yield "places", label, value or UNNAMED[name], _origin(getattr(answers, name), bool(value))
    if "values" in questions_of(understood):
        for entry in understood.document.settings.parameters:
            own = entry.key in understood.settings.parameters
            value = local.parameters.get(entry.key, entry.default) or "No value"
            yield "values", entry.key, value, _origin(answers.given.get(entry.key, ""), own)
    yield "form", "Form", FORM_WORDS[understood.form][0], _origin(answers.form, understood.settings.temporary)
    if understood.form not in {"views", "temporary"}:
        yield (
            "form",
            "Tables of an earlier run",
            REBUILD_WORDS[understood.rebuild][0],
            _origin(answers.rebuild, settled=False),
        )


UNNAMED = {
    "source_schema": "None named",
    "database": "The one in which the script is run",
    "schema": "The one that the database takes by itself",
}


def _origin(typed: str, settled: bool) -> str:
    return "Your answer" if typed else SETTLED if settled else USUAL


def _overruled(understood: Understood) -> Iterator[str]:
    """The answers that differ from the authority's settings."""
    answers, own, authority = understood.answers, understood.settings, understood.authority
    if authority is None:
        return
    settled = Understood(understood.document, replace(answers, cms="", variant="", dialect="", form=""))
    if answers.cms and authority.system and understood.cms != settled.cms:
        yield f"System: you answered {understood.cms.title if understood.cms else answers.cms}, the settings say {authority.system}"
    if answers.variant and own.variant and answers.variant != own.variant:
        yield f"Local build: you answered {answers.variant}, the settings say {own.variant}"
    if answers.dialect and authority.database and answers.dialect != settled.dialect:
        yield f"Database: you answered {DIALECTS[answers.dialect]}, the settings say {authority.database}"
    for name in PLACES:
        if (typed := getattr(answers, name)) and (said := getattr(own, name)) and typed != said:
            yield f"{PLACE_WORDS[name][0]}: you answered {typed}, the settings say {said}"
    for key, typed in answers.given.items():
        if (said := own.parameters.get(key, "")) and typed != said:
            yield f"{key}: you answered {typed}, the settings say {said}"
    if answers.form and own.temporary and answers.form != "temporary":
        yield f"Form: you answered {FORM_WORDS[understood.form][0].lower()}, the settings say temporary tables"


# --- what it holds and what it lacks ------------------------------------------------------------------------------------------


def _totals(tables: Iterable[TableCoverage]) -> ScriptTotals:
    found = tuple(tables)
    origins = [table.origin for table in found]
    return ScriptTotals(
        tables=len(found),
        by_hand=origins.count("body"),
        mapped=origins.count("mappings"),
        edition=origins.count("edition"),
        empty=origins.count(""),
        filled=sum(table.filled for table in found),
        columns=sum(table.total for table in found),
    )


def _costs(understood: Understood, script: Script, links: Links) -> Iterator[Costs]:
    empty = (Cost(table.reason, "", links.object(table.name)) for table in script.tables if not table.origin)
    yield _folded("Tables that stay empty", empty)
    yield _folded("Not as it was asked for, or not as the standard says", _warned(script.warnings, links))
    yield _folded("Settings that do nothing", _idle(understood))
    keys = (Cost(line.removeprefix(KEY_LINE)) for line in script.summary if line.startswith(KEY_LINE))
    yield _folded("Foreign keys that are left out", keys)


KEY_LINE = "Foreign key left out: "


def _warned(problems: Iterable[Problem], links: Links) -> Iterator[Cost]:
    for problem in problems:
        yield Cost(problem.message, problem.remedy, href_of(problem.address, links) if problem.address else "")


def _idle(understood: Understood) -> Iterator[Cost]:
    """The authority's settings that the script cannot follow, as nothing of the standard has their name."""
    declared = {entry.key for entry in understood.document.settings.parameters}
    for key, value in understood.settings.parameters.items():
        if key not in declared:
            yield Cost(f"{key} is {value}: this version of the standard declares no parameter of that name.")


def _folded(title: str, costs: Iterable[Cost]) -> Costs:
    found = tuple(costs)
    few = MOST_SHOWN if len(found) > MOST_SHOWN + 2 else len(found)
    return Costs(title, found[:few], found[few:])


# --- what is new --------------------------------------------------------------------------------------------------------------


def upgrade_page(news: ScriptNews, links: Links, file: ScriptFile | None) -> UpgradePage:
    """What is new since the version that is run; ``file`` is the script that upgrades, None where there is none."""
    asked = news.asked
    facts = file_facts(upgrading(asked), file, links, news.now.sha) if file else None
    form = FORM_WORDS[asked.options.form][0].lower()
    known = news.tables if file else None
    return UpgradePage(
        groups=task_groups(news.things, links, news.titles),
        file=facts,
        why_none=""
        if facts
        else f"There is nothing to upgrade: {form} hold no rows of an earlier run. Run the new script.",
        tables=tuple(_lists(news, links)) if known else (),
        compared=known is not None,
    )


def upgrading(asked: AskedScript) -> AskedScript:
    """The same script as one that keeps what still fits."""
    return replace(
        asked, answers=replace(asked.answers, rebuild="keep"), options=replace(asked.options, rebuild="keep")
    )


def can_upgrade(asked: AskedScript) -> bool:
    """Whether tables of an earlier run are there at all."""
    local = asked.options.local
    return asked.options.form not in {"views", "temporary"} and not local.temporary


def _lists(news: ScriptNews, links: Links) -> Iterator[TableList]:
    tables, known = news.tables, news.now.document.object_by_name
    if tables is None:
        return
    for text, names in (
        ("New, so made for the first time", tables.new),
        ("Changed in shape, so dropped, made anew and filled", tables.changed),
        (
            "Changed in shape, and in the way, as your council's settings leave out the dropping: drop them yourself first",
            tables.in_the_way,
        ),
        ("No longer in the standard, so left as they are: drop them yourself when nobody needs them", tables.gone),
    ):
        if names:
            yield TableList(text, tuple(Link(name, links.object(name) if name in known else "") for name in names))
    yield TableList(f"As they were, so emptied and filled anew: {len(tables.kept)}", ())
