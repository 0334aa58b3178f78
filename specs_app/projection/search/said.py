"""What each part of a standard says to the search, labelled by where it says so. Pure.

The one source of what is indexed (`entries`), and of why something was found (`reasons`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from specs_app.document import paths
from specs_app.document.authorities import Authority
from specs_app.document.extracts import Extract
from specs_app.document.names import category_title, object_title
from specs_app.document.sql_words import words_in
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Category, DataObject, Document, Item, Return, Settings, item_key
from specs_app.tables.logged_changes import LoggedChange

Where = Literal[
    "reference",
    "name",
    "definition",
    "code",
    "former",
    "return",
    "mapping",
    "domain",
    "list",
    "object",
    "guidance",
    "text",
]
#: In which column of the index what is said stands; those of ``head`` count most, then ``definition``, ``details``, ``words``.
COLUMN: dict[Where, str] = {
    "reference": "head",
    "name": "head",
    "definition": "definition",
    "code": "details",
    "return": "details",
    "mapping": "details",
    "domain": "details",
    "list": "details",
    "object": "words",
    "guidance": "words",
    "text": "words",
}
#: The kind of entry that is no part of the standard: a change that its log tells of.
LOGGED = "change"
#: A definition up to so many characters is what people call the item.
LONGEST_TITLE = 60
#: What results can be narrowed by, in the order in which it is offered.
FACETS = ("kind", "domain", "return", "cms", "object")


class Said(NamedTuple):
    """A text and where it stands; ``label`` says of what it is: a system, a return, a code."""

    where: Where
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be found. ``title``, ``context`` and ``extract`` are shown; ``names`` lead to it where they are typed
    exactly; ``facets`` are pairs of a name of `FACETS` and a value."""

    address: str
    kind: str
    key: str
    title: str
    said: tuple[Said, ...]
    context: str = ""
    extract: str = ""
    names: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()


def object_part(entry: DataObject, settings: Settings) -> Part:
    title, titles = object_title(entry, settings), titles_of(settings)
    said = (Said("name", entry.name), Said("name", title), Said("definition", entry.description))
    return Part(
        paths.of_object(entry.name),
        "object",
        entry.name,
        title,
        (*said, *_domains(entry.domains, titles)),
        extract=entry.description,
        names=(entry.name, entry.name.removeprefix(settings.table_prefix), title),
        facets=_facets(
            "object",
            domain=entry.domains,
            **{"return": [key for item in entry.items for key in item.returns]},
            cms=[mapping.cms for item in entry.items for mapping in item.cms],
            object=[entry.name],
        ),
    )


def item_part(entry: DataObject, item: Item, settings: Settings, category: Category | None = None) -> Part:
    """``category`` is the code list that the item names: who looks for a code finds what holds it."""
    key, title, titles = item_key(entry, item), object_title(entry, settings), titles_of(settings)
    called = item.description if len(item.description) <= LONGEST_TITLE else ""
    return Part(
        paths.of_item(entry, item),
        "item",
        key,
        item.name,
        (*_said_of_item(entry, item, key, title, titles), *(_codes(category) if category else ())),
        context=title,
        extract=". ".join(text.rstrip(". ") for text in (item.description, item.guidance) if text),
        names=(key, item.name, f"{entry.name}.{item.name}", called),
        facets=_facets(
            "item",
            domain=item.domains,
            **{"return": item.returns},
            cms=[mapping.cms for mapping in item.cms],
            object=[entry.name],
        ),
    )


def _said_of_item(entry: DataObject, item: Item, key: str, title: str, titles: Titles) -> Iterator[Said]:
    yield Said("reference", key)
    yield Said("name", item.name)
    yield Said("definition", item.description)
    for asked in item.returns_map:
        yield Said("return", f"{asked.reference} {asked.section}".strip(), titles.return_(asked.name))
    for name in dict.fromkeys(item.returns):
        yield Said("return", f"{name} {titles.return_(name)}", titles.return_(name))
    for mapping in item.cms:
        system = titles.system(mapping.cms)
        place = ".".join(filter(None, (mapping.table, mapping.field)))
        told = (mapping.source, *(text for _, text in mapping.variants), place, mapping.note)
        yield from (Said("mapping", text, system) for text in (*told, f"{mapping.cms} {system}") if text)
    yield from _domains(item.domains, titles)
    yield Said("list", f"{item.category} {category_title(item.category)}" if item.category else "")
    yield Said("code", item.expected_data)
    yield Said("object", f"{entry.name} {title}", title)
    yield Said("guidance", item.guidance)


def category_part(category: Category) -> Part:
    title = category_title(category.name)
    return Part(
        paths.of_category(category.name),
        "category",
        category.name,
        title,
        (Said("name", category.name), Said("name", title), *_codes(category)),
        extract=", ".join(value.description or value.value for value in category.values[:8]),
        names=(category.name,),
        facets=_facets("category"),
    )


def _codes(category: Category) -> Iterator[Said]:
    return (Said("code", f"{value.value} {value.description}".strip(), value.value) for value in category.values)


def authority_part(authority: Authority) -> Part:
    told = (authority.name, authority.region, authority.system, authority.database, authority.source_schema)
    return Part(
        paths.of_authority(authority.code),
        "authority",
        authority.code,
        authority.title,
        (Said("reference", authority.code), Said("name", authority.title), *(Said("text", text) for text in told)),
        extract=", ".join(text for text in (authority.system, authority.database, authority.region) if text),
        names=(authority.code, authority.name),
        facets=_facets("authority"),
    )


def body_part(extract: Extract, settings: Settings) -> Part:
    """Found by its system and object, and by the words of its comments and names; what it says first is shown."""
    system = titles_of(settings).system(extract.cms)
    build = f", build {extract.variant}" if extract.variant else ""
    title, told = f"SQL of {system} for {extract.object}{build}", words_in(extract.sql)
    return Part(
        paths.of_extract(*extract.key),
        "extract",
        extract.target,
        title,
        (Said("name", extract.target), Said("name", title), Said("text", told.words)),
        extract=told.beginning,
        facets=_facets("extract", cms=[extract.cms], object=[extract.object]),
    )


def _return(entry: Return, titles: Titles) -> Part:
    sections = tuple(Said("text", f"{section.key} {section.title}") for section in entry.sections)
    return _registered("return", "returns", entry.key, titles.return_(entry.key), sections)


def change_part(change: LoggedChange) -> Part:
    """Found by its number before the parts of the standard, by all its other words after those that are called so."""
    notes = () if change.heading == change.notes else (change.notes,)
    references = ", ".join(item.item_ref for item in change.items)
    about = (name for item in change.items for name in (item.item_ref, item.former, item.object_name))
    told = (change.title, change.notes, change.kind, *about)
    return Part(
        paths.of_change(change.number),
        LOGGED,
        change.number,
        change.heading,
        (Said("reference", change.number), *(Said("text", text) for text in told)),
        extract=". ".join(text.rstrip(". ") for text in (*notes, references) if text),
        names=(change.number,),
        facets=_facets(LOGGED, object=[item.object_name for item in change.items]),
    )


def parts(document: Document, log: Iterator[LoggedChange], without: frozenset[int]) -> Iterator[Part]:
    """Every part that can be found, but for the objects, code lists and authorities with the ids ``without``."""
    settings, titles = document.settings, titles_of(document.settings)
    lists = document.category_by_name
    for entry in document.objects:
        if id(entry) not in without:
            yield object_part(entry, settings)
            yield from (item_part(entry, item, settings, lists.get(item.category)) for item in entry.items)
    yield from (category_part(entry) for entry in document.categories if id(entry) not in without)
    yield from (authority_part(entry) for entry in document.authorities if id(entry) not in without)
    yield from (body_part(entry, settings) for entry in document.extracts)
    yield from registered(settings, titles)
    yield from map(change_part, log)


def registered(settings: Settings, titles: Titles) -> Iterator[Part]:
    """The domains, returns and systems that the settings name."""
    yield from (_registered("domain", "domains", entry.key, titles.domain(entry.key)) for entry in settings.domains)
    yield from (_return(entry, titles) for entry in settings.returns)
    yield from (_registered("cms", "cms", entry.key, titles.system(entry.key)) for entry in settings.cms)


def _registered(kind: str, registry: str, key: str, title: str, more: tuple[Said, ...] = ()) -> Part:
    """An entry of a registry of the settings, which is found by its key and its title."""
    said = (Said("name", key), Said("name", title), *more)
    facets = _facets(kind, **{kind: [key]})
    return Part(paths.of_entry(registry, key), kind, key, title, said, names=(key, title), facets=facets)


def _domains(keys: tuple[str, ...], titles: Titles) -> Iterator[Said]:
    return (Said("domain", f"{key} {titles.domain(key)}", titles.domain(key)) for key in dict.fromkeys(keys))


def _facets(kind: str, **values: list[str] | tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found = (("kind", kind), *((name, value) for name in FACETS for value in values.get(name, ()) if value))
    return tuple(dict.fromkeys(found))
