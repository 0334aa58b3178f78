"""From a document to the first answers of an edit's form, and from its answers to the values that change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from specs_app.document.types import CategoryValue, CmsMapping, DataObject, Document, Item

Answers = dict[str, Any]


def first_answers(document: Document, action: str, target: str, values: Mapping[str, Any]) -> Answers:
    """What the form shows before anybody types: the part as it stands, then ``values`` given before."""
    found = FIRST.get(action, _nothing)(document, target, values)
    return {**found, **{key: _as_answer(key, value) for key, value in values.items()}}


def _nothing(_document: Document, _target: str, _values: Mapping[str, Any]) -> Answers:
    return {}


def _item(document: Document, target: str, _values: Mapping[str, Any]) -> Answers:
    found = document.item_by_ref.get(target)
    return item_answers(document, *found) if found else {}


def item_answers(document: Document, entry: DataObject, item: Item) -> Answers:
    """An item's own keys as answers."""
    links = document.parents_of.get((entry.name, item.name), ())
    plain = {key: getattr(item, key) for key in ITEM_KEYS}
    lists = {"domains": list(item.domains), "returns": list(item.returns)}
    pointed = f"{links[0].parent_object}.{links[0].parent_item}" if links else ""
    return {**plain, **lists, "foreign_key": pointed}


ITEM_KEYS = (
    "name",
    "description",
    "guidance",
    "type",
    "max_field_size",
    "required",
    "unique",
    "primary_key",
    "category",
    "expected_data",
    "status",
    "sensitivity",
)


def _mapping(document: Document, target: str, values: Mapping[str, Any]) -> Answers:
    found, cms = document.item_by_ref.get(target), str(values.get("cms") or "")
    mapping = (found[1].mapping(cms) if found else None) or CmsMapping(cms)
    return {key: getattr(mapping, key) for key in ("cms", "source", "status", "note")}


def _object(document: Document, target: str, _values: Mapping[str, Any]) -> Answers:
    entry = document.object_by_name.get(target)
    return {key: getattr(entry, key) for key in ("name", "title", "description")} if entry else {}


def _code(document: Document, target: str, _values: Mapping[str, Any]) -> Answers:
    value = code_of(document, target)
    return {key: getattr(value, key) for key in ("description", "valid_from", "valid_to")} if value else {}


def code_of(document: Document, target: str) -> CategoryValue | None:
    """The code that ``category/code`` names."""
    name, _, text = target.partition("/")
    category = document.category_by_name.get(name)
    return next((value for value in category.values if value.value == text), None) if category else None


FIRST: dict[str, Callable[[Document, str, Mapping[str, Any]], Answers]] = {
    "change_item": _item,
    "map_item": _mapping,
    "change_object": _object,
    "change_value": _code,
}
#: Actions on what is there: only answers that differ from it are values.
COMPARED = frozenset(FIRST)


def _as_answer(key: str, value: Any) -> Any:
    if key == "foreign_key" and isinstance(value, Mapping):
        return f"{value.get('object')}.{value.get('item')}"
    if key == "returns" and isinstance(value, list):
        return [entry["return"] if isinstance(entry, Mapping) else entry for entry in value]
    if key == "values" and isinstance(value, list):
        return "\n".join(f"{code.get('value')} = {code.get('description') or ''}".rstrip(" =") for code in value)
    return "" if value is None else value


def changed_values(document: Document, action: str, target: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the edit: of a part that is there only what differs, of a new one what was filled in."""
    if action in RESHAPED:
        return RESHAPED[action](answers)
    first = first_answers(document, action, target, {"cms": answers["cms"]} if action == "map_item" else {})
    compared = action in COMPARED
    values = {key: _as_value(key, answer) for key, answer in answers.items() if _says(key, answer, first, compared)}
    return {**values, **({"cms": answers["cms"]} if action == "map_item" else {})}


def _says(key: str, answer: Any, first: Mapping[str, Any], compared: bool) -> bool:
    if not compared:
        return answer not in ("", [], False, None)
    old = first.get(key, "")
    if isinstance(answer, list):
        return sorted(answer) != sorted(old or [])
    return bool(_tidy(answer) != _tidy(old))


def _tidy(text: Any) -> Any:
    return text.replace("\r\n", "\n").strip() if isinstance(text, str) else text


def _as_value(key: str, answer: Any) -> Any:
    if key == "foreign_key":
        return _place(answer) if answer else None
    if isinstance(answer, str):
        return _tidy(answer) or None
    return answer


def _place(text: str) -> dict[str, str]:
    entry, _, item = text.partition(".")
    return {"object": entry, "item": item}


def _relationship(answers: Mapping[str, Any]) -> dict[str, Any]:
    child = _place(answers["child"])
    values = {"child_object": child["object"], "child_item": child["item"]}
    if "parent" in answers:
        parent = _place(answers["parent"])
        values |= {"parent_object": parent["object"], "parent_item": parent["item"]}
        values |= {"relation": answers["relation"]} if answers.get("relation") else {}
    return values


def _new_category(answers: Mapping[str, Any]) -> dict[str, Any]:
    lines = [line.partition("=") for line in answers["values"].splitlines() if line.strip()]
    codes = [{"value": code.strip(), "description": meaning.strip()} for code, _, meaning in lines]
    return {"name": answers["name"], "values": codes}


RESHAPED: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "add_relationship": _relationship,
    "remove_relationship": _relationship,
    "add_category": _new_category,
}
