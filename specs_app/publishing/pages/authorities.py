"""The pages of authorities: who they are, how far they are, and what each has otherwise than the standard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.authorities import KIND_WORDS, Authority, LocalName
from specs_app.document.describe import field_name
from specs_app.document.dialects import DIALECTS
from specs_app.document.meant import known_dialect, known_system, object_meant
from specs_app.document.types import Cms, Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link

STAGE_WORDS = {"live": "Live", "awaiting": "Awaiting"}
STAGE_COLOURS = {"live": "green", "awaiting": "grey"}
_OWN_TABLES = "in the database in which the script is run"


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    """One authority in the list of them."""

    link: Link
    code: str
    stage: str
    colour: str
    system: str
    system_href: str
    database: str
    differences: int


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that an authority has otherwise: what it is, its values, how the standard has it, and why it was set.

    ``names`` are objects; those in ``unknown`` are none of this version.
    """

    field: str
    name: str
    value: str
    standard: str
    names: tuple[Link, ...] = ()
    unknown: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class AuthorityPage:
    code: str
    title: str
    region: str
    stage: str
    colour: str
    system: str
    system_link: Link | None
    variant: str
    database: str
    versions: tuple[tuple[str, str], ...]
    scripts: tuple[Link, ...]
    my_sql: str
    settings: tuple[Setting, ...]
    unknown_keys: tuple[str, ...]
    suggest: str


def authority_rows(document: Document, shown: Iterable[Authority], links: Links) -> tuple[AuthorityRow, ...]:
    """A row for each of some authorities."""
    return tuple(_row(document, authority, links) for authority in shown)


def _row(document: Document, authority: Authority, links: Links) -> AuthorityRow:
    cms = system_of(document, authority)
    return AuthorityRow(
        link=Link(authority.title, links.page("authorities", authority.code)),
        code=authority.code,
        stage=STAGE_WORDS[authority.stage],
        colour=STAGE_COLOURS[authority.stage],
        system=cms.title if cms else authority.system,
        system_href=links.cms(cms.key) if cms else "",
        database=authority.database,
        differences=sum(1 for _ in own_settings(document, authority, links)),
    )


def system_of(document: Document, authority: Authority) -> Cms | None:
    """The registered system that an authority runs; None where what is written means none."""
    key = known_system(document.settings.cms, authority.system)
    return next((cms for cms in document.settings.cms if cms.key == key), None)


def authority_page(
    document: Document, authority: Authority, links: Links, reasons: Mapping[str, str] | None = None
) -> AuthorityPage:
    """What the page of one authority shows; ``reasons`` say why a field was last changed."""
    cms = system_of(document, authority)
    return AuthorityPage(
        code=authority.code,
        title=authority.title,
        region=authority.region,
        stage=STAGE_WORDS[authority.stage],
        colour=STAGE_COLOURS[authority.stage],
        system=authority.system,
        system_link=Link(cms.title, links.cms(cms.key)) if cms else None,
        variant=authority.variant,
        database=" ".join(filter(None, (authority.database, authority.version))),
        versions=tuple((field_name(key), str(text)) for key, text in authority.versions),
        scripts=_scripts(cms, authority, links) if cms else (),
        my_sql=links.my_sql(la=authority.code),
        settings=tuple(own_settings(document, authority, links, reasons or {})),
        unknown_keys=tuple(key for key, _ in authority.extra),
        suggest=links.suggest(authority=authority.code),
    )


def _scripts(cms: Cms, authority: Authority, links: Links) -> tuple[Link, ...]:
    """The script for its own database first."""
    own = known_dialect(authority.database) or cms.dialect
    order = sorted(DIALECTS, key=lambda dialect: dialect != own)
    return tuple(Link(DIALECTS[name], links.rest("sql", cms.key, dialect=name, la=authority.code)) for name in order)


def own_settings(
    document: Document, authority: Authority, links: Links, reasons: Mapping[str, str] | None = None
) -> Iterator[Setting]:
    """What an authority has set, each beside how the standard has it."""
    for setting in (*_places(authority), *_parameters(authority), *_left_out(document, authority, links)):
        yield _with_reason(setting, authority, reasons or {})
    for name in authority.local_names:
        found = Setting(
            "local_names", f"Local name of {_item(name)}", _local(name), "the name and type of the standard"
        )
        yield _with_reason(found, authority, reasons or {})


def _with_reason(setting: Setting, authority: Authority, reasons: Mapping[str, str]) -> Setting:
    """Why: what the change that set it was called, else what the file says of its last change."""
    noted = dict(authority.metadata).get("change_description")
    why = reasons.get(setting.field) or (noted if isinstance(noted, str) else "")
    return Setting(setting.field, setting.name, setting.value, setting.standard, setting.names, setting.unknown, why)


def _places(authority: Authority) -> Iterator[Setting]:
    texts = {
        "source_schema": ("Schema that is read", "the source tables without a schema"),
        "target_database": ("Database of the tables", _OWN_TABLES),
        "target_schema": ("Schema of the tables", "the schema that the database takes by itself"),
        "temporary_prefix": ("Prefix of temporary tables", "the one of the dialect"),
    }
    for field, (name, standard) in texts.items():
        if value := getattr(authority, field):
            yield Setting(field, name, value, standard)
    if authority.temporary:
        yield Setting("temporary", "Tables", "temporary", "tables that stay")
    if authority.no_count_on:
        yield Setting("no_count_on", "Counts of rows while it runs", "off", "on")


def _parameters(authority: Authority) -> Iterator[Setting]:
    for name, value in authority.parameters:
        yield Setting(f"parameters/{name}", f"Parameter {name}", value, "the default of the standard")


def _left_out(document: Document, authority: Authority, links: Links) -> Iterator[Setting]:
    if authority.left_out_kinds:
        words = ", ".join(KIND_WORDS.get(kind, kind) for kind in authority.left_out_kinds)
        yield Setting("left_out_kinds", "Left out of the whole script", words, "nothing is left out")
    for kind, names in authority.left_out:
        known, unknown = _objects(document, names, links)
        title = f"Left out of {len(names)} object{'' if len(names) == 1 else 's'}: {KIND_WORDS.get(kind, kind)}"
        yield Setting(f"left_out/{kind}", title, "", "nothing is left out", known, unknown)
    if authority.left_out_objects:
        known, unknown = _objects(document, authority.left_out_objects, links)
        yield Setting("left_out_objects", "Objects left out", "", "all objects are there", known, unknown)


def _objects(document: Document, names: Iterable[str], links: Links) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """The objects that some names mean, and the names that mean none."""
    found = {name: object_meant(document, name) for name in names}
    known = tuple(Link(name, links.object(name)) for name in found.values() if name)
    return known, tuple(name for name, meant in found.items() if not meant)


def _item(name: LocalName) -> str:
    return name.item_ref or f"{name.object}.{name.item}".strip(".")


def _local(name: LocalName) -> str:
    """``table CASES, column REF, type nvarchar, size 6``."""
    told = {"table": name.table, "column": name.field, "type": name.type, "size": name.size}
    return ", ".join(f"{word} {text}" for word, text in told.items() if text) or "nothing else"
