"""A part of the standard as the answers of its form: what stands there before anybody types."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from changes_app.proposals.forms.asking import About, Values
from specs_app.document.item_key import TEXTS
from specs_app.document.item_keys import ASKED
from specs_app.document.types import CategoryValue, CmsMapping, DataObject, Document, Item, Term
from specs_app.document.validity import REPLACED_BY, successors
from specs_app.document.values import Table, thaw

ITEM_KEYS = tuple(key.name for key in ASKED if key.kind in (*TEXTS, "flag") and not key.fixed)
CODE_KEYS = ("value", "description", "valid_from", "valid_to")
MAPPING_KEYS = ("table", "field", "source", "status", "note", "marked")


def _said(keys: tuple[str, ...], part: Any) -> dict[str, Any]:
    """Some attributes as values: what is empty is nothing."""
    return {key: None if getattr(part, key) == "" else getattr(part, key) for key in keys}


def item(about: About) -> Values:
    """An item, with its places in returns beside their names."""
    found = about.document.item_by_ref.get(about.target)
    return item_answers(about.document, *found) if found else {}


def item_answers(document: Document, entry: DataObject, part: Item) -> dict[str, Any]:
    links = document.parents_of.get((entry.name, part.name), ())
    return {
        **_said(ITEM_KEYS, part),
        "domains": list(part.domains),
        "returns": list(part.returns),
        "places": places(part),
        "foreign_key": {"object": links[0].parent_object, "item": links[0].parent_item} if links else None,
        "validators": [entry.as_dict() for entry in part.validators],
        "synthetic": thaw(Table(part.synthetic)),
        "deprecated": _filled(asdict(part.deprecated)) if part.deprecated else None,
    }


def places(part: Item) -> list[dict[str, str]]:
    """Where returns ask for the item, of those that it lists: the return with its section, and the return's own name for it."""
    listed = [place for place in part.returns_map if place.name in part.returns and (place.section or place.reference)]
    return [_filled({"where": where(place.name, place.section), "reference": place.reference}) for place in listed]


def where(name: str, section: str) -> str:
    """A return and a section as one answer."""
    return f"{name}/{section}" if section else name


def _filled(record: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in record.items() if text}


def mapping(about: About) -> Values:
    """How the chosen system holds an item; one that is not mapped yet is about to be marked."""
    found = about.document.item_by_ref.get(about.target)
    known = found[1].mapping(about.chosen) if found else None
    said = known or CmsMapping(about.chosen)
    return {**_said(MAPPING_KEYS, said), "variants": dict(said.variants)}


def data_object(about: About) -> Values:
    found = about.document.object_by_name.get(about.target)
    return _said(("name", "title", "description"), found) if found else {}


def category(about: About) -> Values:
    return {"name": about.target}


def code(about: About) -> Values:
    found = code_of(about.document, about.target)
    return {**_said(CODE_KEYS, found), **replacements({REPLACED_BY: successors(found)})} if found else {}


def replacements(values: Values) -> Values:
    """The codes in the place of one as rows of a form, where something is said of them."""
    if REPLACED_BY not in values:
        return values
    return {**values, REPLACED_BY: [{"code": code} for code in values[REPLACED_BY] or ()]}


def code_of(document: Document, target: str) -> CategoryValue | None:
    """The code that ``category/code`` names."""
    name, _, text = target.partition("/")
    found = document.category_by_name.get(name)
    return next((value for value in found.values if value.value == text), None) if found else None


def return_(about: About) -> Values:
    found = next((entry for entry in about.document.settings.returns if entry.key == about.target), None)
    if found is None:
        return {}
    kind = None if found.kind == "return" else found.kind
    sections = [_section(entry) for entry in found.sections]
    return {**_said(("title", "meaning"), found), "kind": kind, "sections": sections}


def _section(entry: Term) -> str | dict[str, str]:
    return {"key": entry.key, "title": entry.title} if entry.title else entry.key


def settings(about: About) -> Values:
    keys = ("title", "publisher", "description", "short_name", "mark", "colour", "version", "public_comments", "access")
    return _said(keys, about.document.settings)


def table(about: About) -> Values:
    """The path of the registered table."""
    return {"path": about.document.settings.wide_table or None}


AUTHORITY_TEXTS = (
    *("name", "region", "stage", "system", "variant", "database", "version", "header", "source_schema"),
    *("target_database", "target_schema", "temporary", "temporary_prefix", "no_count_on"),
)


def authority(about: About) -> Values:
    found = about.document.authority_by_code.get(about.target)
    if found is None:
        return {}
    return {
        **_said(AUTHORITY_TEXTS, found),
        "versions": dict(found.versions),
        "parameters": dict(found.parameters),
        "left_out_kinds": list(found.left_out_kinds),
        "left_out": {kind: list(names) for kind, names in found.left_out},
        "left_out_objects": list(found.left_out_objects),
        "local_names": [_filled(asdict(name)) for name in found.local_names],
    }


def rule(about: About) -> Values:
    """What the steering group asks before it approves a change of one class."""
    found = next((rule for rule in about.document.settings.rules if rule.change_class == about.target), None)
    return {key: value for key, value in asdict(found).items() if key != "change_class"} if found else {}
