"""The pages of hand-written bodies of extracts: which there are, and what one fills, reads and says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.extracts import Extract
from specs_app.document.names import object_title
from specs_app.document.titles import titles_of
from specs_app.document.types import Cms, Document
from specs_app.publishing.extracts import BodyColumn, BodyParameter, told_extract
from specs_app.publishing.links import Links
from specs_app.publishing.pages.code import LONGEST_EXPRESSION, CodeLine, cut, numbered
from specs_app.publishing.pages.components import Link
from specs_app.sql.body_reading import BodyFault
from specs_app.versions.version import Version

#: A text up to so many letters has a button that copies it; a longer one is taken from REST.
COPIED = 50_000


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """One body in a list: the page of it, of its object, how much it fills, and how much is wrong with it."""

    link: Link
    object_link: Link
    variant: str
    filled: int
    total: int
    errors: int
    warnings: int
    scope: str


@dataclass(frozen=True, slots=True)
class ExtractsOfSystem:
    """The bodies of one system; ``objects`` of all objects have one, ``without`` are the others."""

    title: str
    href: str
    rows: tuple[ExtractRow, ...]
    objects: int
    total: int
    suggest: str


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """An item, and the expression that it is filled from; ``filled`` says whether there is one."""

    link: Link
    source: str
    filled: bool


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter as a body names it, and what it stands for in words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class FaultRow:
    """What is wrong, and what to do; ``href`` leads to the line, of which ``quote`` is the text."""

    text: str
    remedy: str
    grave: bool
    href: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class ExtractPage:
    """One body."""

    target: str
    addresses: tuple[str, ...]
    heading: str
    cms: Link
    object_link: Link
    variant: str
    dialect: str
    columns: tuple[ColumnRow, ...]
    filled: int
    own: tuple[Link, ...]
    foreign: tuple[str, ...]
    joins: tuple[str, ...]
    parameters: tuple[ParameterRow, ...]
    scope: str
    faults: tuple[FaultRow, ...]
    lines: tuple[CodeLine, ...]
    copied: str
    script: str
    rest: str
    suggest: str
    builds: tuple[Link, ...]

    @property
    def empty(self) -> tuple[ColumnRow, ...]:
        """The items that stay NULL."""
        return tuple(column for column in self.columns if not column.filled)

    @property
    def is_used(self) -> bool:
        """Whether scripts take it."""
        return not any(fault.grave for fault in self.faults)


def extract_lists(version: Version, links: Links, systems: Iterable[Cms]) -> tuple[ExtractsOfSystem, ...]:
    """The bodies of some systems."""
    return tuple(extracts_of_system(version, cms, links) for cms in systems)


def extracts_of_system(version: Version, cms: Cms, links: Links) -> ExtractsOfSystem:
    """The bodies of one system, in their order."""
    found = [extract for extract in version.document.extracts if extract.cms == cms.key]
    return ExtractsOfSystem(
        title=cms.title or cms.key,
        href=links.cms(cms.key),
        rows=tuple(_row(version, extract, links) for extract in found),
        objects=len({extract.object for extract in found}),
        total=len(version.document.objects),
        suggest=links.suggest(cms=cms.key, form="system_sql", target=cms.key),
    )


def _row(version: Version, extract: Extract, links: Links) -> ExtractRow:
    told = told_extract(version, extract)
    errors = sum(fault.grave for fault in told.faults)
    return ExtractRow(
        link=Link(_named(extract), links.extract(*extract.key)),
        object_link=_object_link(version.document, extract.object, links),
        variant=extract.variant,
        filled=told.filled,
        total=len(told.columns),
        errors=errors,
        warnings=len(told.faults) - errors,
        scope=told.scope,
    )


def _named(extract: Extract) -> str:
    return f"{extract.object}, build {extract.variant}" if extract.variant else extract.object


def _object_link(document: Document, name: str, links: Links) -> Link:
    entry = document.object_by_name.get(name)
    return Link(object_title(entry, document.settings), links.object(name), note=name) if entry else Link(name, "")


def bodies_of_object(document: Document, name: str, links: Links) -> tuple[Link, ...]:
    """The bodies that fill an object, each by its system."""
    titles = titles_of(document.settings)
    return tuple(
        Link(_build(titles.system(extract.cms), extract.variant), links.extract(*extract.key))
        for extract in document.extracts_of.get(name, ())
    )


def _build(title: str, variant: str) -> str:
    return f"{title}, build {variant}" if variant else title


def extract_page(version: Version, extract: Extract, links: Links) -> ExtractPage:
    """Everything the page of one body shows."""
    document, told = version.document, told_extract(version, extract)
    system = titles_of(document.settings).system(extract.cms)
    return ExtractPage(
        target=extract.target,
        addresses=(paths.of_extract(*extract.key),),
        heading=f"SQL of {system} for {_object_link(document, extract.object, links).text}",
        cms=Link(system, links.cms(extract.cms)),
        object_link=_object_link(document, extract.object, links),
        variant=extract.variant,
        dialect=told.dialect,
        columns=tuple(_column(column, links) for column in told.columns),
        filled=told.filled,
        own=tuple(_object_link(document, name.casefold(), links) for name in told.own),
        foreign=told.foreign,
        joins=tuple(join.words for join in told.joins),
        parameters=tuple(map(_parameter, told.parameters)),
        scope=told.scope.rstrip("."),
        faults=fault_rows(told.faults, extract.sql),
        lines=numbered(extract.sql, {fault.line for fault in told.faults}),
        copied=extract.sql if len(extract.sql) <= COPIED else "",
        script=_script(document, extract, links),
        rest=links.rest("extracts", *filter(None, extract.key)),
        suggest=links.suggest(extract=extract.target),
        builds=_builds(document, extract, links),
    )


def _column(column: BodyColumn, links: Links) -> ColumnRow:
    link = Link(column.name, links.item(column.key), note=column.item_ref)
    return ColumnRow(link, cut(column.source, LONGEST_EXPRESSION) if column.filled else "", column.filled)


def _parameter(entry: BodyParameter) -> ParameterRow:
    if entry.declared is None:
        return ParameterRow(entry.name, "not declared by the specification")
    told = (entry.declared.description.rstrip("."), f"{entry.declared.default or 'nothing'} unless set otherwise")
    return ParameterRow(entry.name, "; ".join(filter(None, told)))


def fault_rows(faults: Sequence[BodyFault], sql: str) -> tuple[FaultRow, ...]:
    """Faults with the lines that they are about."""
    lines = sql.splitlines()
    return tuple(_fault(fault, lines) for fault in faults)


def _fault(fault: BodyFault, lines: Sequence[str]) -> FaultRow:
    quote = lines[fault.line - 1].strip() if 0 < fault.line <= len(lines) else ""
    href = f"#line-{fault.line}" if 0 < fault.line <= len(lines) else ""
    return FaultRow(fault.text, fault.remedy, fault.grave, href, quote[:160])


def _script(document: Document, extract: Extract, links: Links) -> str:
    """The whole script of the system; empty where it is not registered."""
    known = {cms.key: cms.dialect for cms in document.settings.cms}
    if extract.cms not in known:
        return ""
    return links.download("sql", f"{extract.cms}-{document.settings.dialect_of(extract.cms)}.sql")


def _builds(document: Document, extract: Extract, links: Links) -> tuple[Link, ...]:
    """The other bodies of the system for the object."""
    return tuple(
        Link(f"Build {other.variant}" if other.variant else "The usual one", links.extract(*other.key))
        for other in document.extracts_of.get(extract.object, ())
        if other.cms == extract.cms and other != extract
    )
