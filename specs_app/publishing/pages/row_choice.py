"""Which rows scripts take, and how they reach tables and codes, in words for pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specs_app.document.extract_settings import Join, Lookup
from specs_app.document.row_scopes import scope_for, scope_words
from specs_app.document.titles import titles_of
from specs_app.document.types import Cms, DataObject, Document, item_key
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.sql.body_checks import scope_of


@dataclass(frozen=True, slots=True)
class RowWords:
    """What is said of the rows of one object, or of one system's; ``words`` are empty where nobody has said it."""

    link: Link
    words: str


@dataclass(frozen=True, slots=True)
class RowChoice:
    """The choice that the scripts of one system make.

    ``scopes`` are of the objects that state one, ``unscoped`` those that are filled without. All but these are in words.
    """

    scopes: tuple[RowWords, ...] = ()
    unscoped: tuple[Link, ...] = ()
    joins: tuple[str, ...] = ()
    lookups: tuple[RowWords, ...] = ()


def rows_of_object(document: Document, entry: DataObject, links: Links) -> tuple[RowWords, ...]:
    """What each system's script takes of an object; systems of which the same is said stand together."""
    titles, said = titles_of(document.settings), dict[str, list[str]]()
    for cms in document.settings.cms:
        said.setdefault(_taken(document, entry.name, cms.key), []).append(cms.key)
    everywhere = len(said) == 1
    return tuple(
        RowWords(Link("All systems" if everywhere else ", ".join(map(titles.system, keys)), links.page("cms")), words)
        for words, keys in said.items()
    )


def _taken(document: Document, name: str, cms: str) -> str:
    """What the usual script of a system takes of an object: as its own SQL says, else as the row scope does."""
    found = [body for body in document.extracts_of.get(name, ()) if (body.cms, body.variant) == (cms, "")]
    if found:
        return scope_of(found[0].sql).rstrip(".")
    scope = scope_for(document.settings, name, cms)
    return scope_words(document, scope) if scope else ""


def rows_of_system(document: Document, cms: Cms, filled: Iterable[str], links: Links) -> RowChoice:
    """What the script of a system takes; ``filled`` are the objects that it fills without a scope."""
    settings = document.settings
    scopes = [
        RowWords(Link(entry.name, links.object(entry.name)), scope_words(document, scope))
        for entry in document.objects
        if (scope := scope_for(settings, entry.name, cms.key))
    ]
    return RowChoice(
        tuple(scopes),
        tuple(Link(name, links.object(name)) for name in filled),
        tuple(join_words(join) for join in settings.joins if join.cms == cms.key),
        tuple(_lookup(document, lookup, links) for lookup in settings.lookups if lookup.cms in ("", cms.key)),
    )


def join_words(join: Join) -> str:
    """``HOMES is reached from PEOPLE, where HOME_NO equals HOME_NO; at most one row``."""
    equal = " and ".join(f"{own} equals {other}" for own, other in join.columns) or "no columns are named"
    used = "at most one row" if join.at_most_one else "not used, as it may give several rows"
    return f"{join.table} is reached from {join.parent}, where {equal}; {used}"


def _lookup(document: Document, lookup: Lookup, links: Links) -> RowWords:
    found = document.item_by_ref.get(lookup.item)
    name = f"{found[0].name}.{found[1].name}" if found else lookup.item
    href = links.item(item_key(*found)) if found else ""
    return RowWords(Link(name, href), ", ".join(f"{code} is {meant}" for code, meant in lookup.codes))
