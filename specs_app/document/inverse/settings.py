"""Settings: values as they were, entries of registries back, others out, in the order that they had."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from specs_app.document.edits import Edit
from specs_app.document.extract_settings import EXTRACT_REGISTRIES, EntryShape, ExtractEntry
from specs_app.document.types import Cms, Document, Return, Settings, Term
from specs_app.document.validation import DataType, Validator

#: Values that an edit gives whole.
VALUES = (
    *("title", "publisher", "description", "short_name", "mark", "colour"),
    *("version", "public_comments", "access"),
)
#: Registries of which an edit gives the entries that change, and those of which it may give all in order.
REGISTRIES = ("cms", "domains", "statuses", "validators", "datatypes", *EXTRACT_REGISTRIES)
IN_ORDER = ("cms", "domains", "statuses")


def stated(now: Document, wanted: Document) -> Iterator[Edit]:
    """All values, rules, entries and returns as they were; those that were not there yet stay, as they may still be named."""
    old, new = now.settings, wanted.settings
    values: dict[str, Any] = {name: getattr(new, name) for name in VALUES if getattr(old, name) != getattr(new, name)}
    for registry in REGISTRIES:
        if entries := _altered(old, new, registry):
            values[registry] = entries
    if rules := _rules(old, new):
        values["rules"] = rules
    if values:
        yield Edit("change_settings", "", values)
    yield from _returns(old, new, whole=False)


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without the entries, returns and sections that were not there."""
    old, new = now.settings, wanted.settings
    for registry in REGISTRIES:
        kept = _keyed(new, registry)
        if lost := [key for key in _keyed(old, registry) if key not in kept]:
            yield Edit("change_settings", "", {registry: dict.fromkeys(lost)})
    yield from _returns(old, new, whole=True)
    for key in [key for key in _keyed(old, "returns") if key not in _keyed(new, "returns")]:
        yield Edit("remove_return", key)


def ordered(now: Document, wanted: Document) -> Iterator[Edit]:
    """Registries whose entries stand in another order, as lists of all entries."""
    for registry in IN_ORDER:
        old, new = _keyed(now.settings, registry), _keyed(wanted.settings, registry)
        if list(old) != list(new) and set(old) == set(new):
            entries = [{"key": key, **_told(entry)} for key, entry in new.items()]
            yield Edit("change_settings", "", {registry: entries})


def _altered(old: Settings, new: Settings, registry: str) -> dict[str, Any]:
    present = _keyed(old, registry)
    return {key: _told(entry) for key, entry in _keyed(new, registry).items() if present.get(key) != entry}


def _rules(old: Settings, new: Settings) -> dict[str, Any]:
    """The rules that say something else; of a class that had none nothing can be said."""
    present = {rule.change_class: rule for rule in old.rules}
    rules = {rule.change_class: asdict(rule) for rule in new.rules if present.get(rule.change_class) != rule}
    return {name: {key: value for key, value in rule.items() if key != "change_class"} for name, rule in rules.items()}


def _returns(old: Settings, new: Settings, *, whole: bool) -> Iterator[Edit]:
    """Returns with all they say; unless ``whole``, with the sections besides that are to go, as items may still name them."""
    present: Mapping[str, Return] = _keyed(old, "returns")
    for key, entry in _keyed(new, "returns").items():
        standing = present.get(key)
        spare = [] if whole or standing is None else _lost(standing, entry)
        said = {**_return(entry), "sections": _sections((*entry.sections, *spare))}
        if standing is None:
            yield Edit("add_return", key, said)
        elif changed := {name: value for name, value in said.items() if value != _return(standing)[name]}:
            yield Edit("change_return", key, changed)


def _lost(standing: Return, wanted: Return) -> list[Term]:
    kept = {section.key for section in wanted.sections}
    return [section for section in standing.sections if section.key not in kept]


def _return(entry: Return) -> dict[str, Any]:
    said = {"title": entry.title, "kind": entry.kind, "meaning": entry.meaning}
    return {**said, "sections": _sections(entry.sections)}


def _sections(sections: tuple[Term, ...]) -> list[dict[str, str]]:
    return [{"key": section.key, "title": section.title} for section in sections]


def _keyed(settings: Settings, registry: str) -> dict[str, Any]:
    """The entries by key, in their order; of a repeated key the first."""
    found: dict[str, Any] = {}
    for entry in getattr(settings, registry):
        found.setdefault(entry.key, entry)
    return found


def _validator(entry: Validator) -> dict[str, Any]:
    arguments = ({"name": one.name, "type": one.type, "items": one.items, "help": one.help} for one in entry.args)
    return {"description": entry.description, "args": [_said(argument) for argument in arguments]}


def _said(record: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value}


def _extract_entry(shape: EntryShape) -> Callable[[ExtractEntry], dict[str, Any]]:
    def told(entry: ExtractEntry) -> dict[str, Any]:
        return {name: _as_json(kind, getattr(entry, name)) for name, kind in shape.kinds.items()}

    return told


def _as_json(kind: str, value: Any) -> Any:
    return dict(value) if kind == "pairs" else list(value) if kind == "words" else value


#: What an edit says of an entry, by its type.
TOLD: dict[type, Callable[[Any], dict[str, Any]]] = {
    Cms: lambda entry: {"title": entry.title, "dialect": entry.dialect},
    Term: lambda entry: {"title": entry.title, "description": entry.description},
    Validator: _validator,
    DataType: lambda entry: {"description": entry.description, "extends": entry.extends, "format": entry.format},
    **{shape.make: _extract_entry(shape) for shape in EXTRACT_REGISTRIES.values()},
}


def _told(entry: Any) -> dict[str, Any]:
    return TOLD[type(entry)](entry)
