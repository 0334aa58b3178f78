"""Validators and data types: the entries of their registries, and the validators of one item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from specs_app.document.edits import entries, fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.types import Item
from specs_app.document.validation import (
    ARGUMENT_TYPES,
    OWN_KEYS,
    Argument,
    DataType,
    Validation,
    Validator,
    by_key,
    faults,
    named,
)
from specs_app.document.values import Extra

#: What an array may hold: one value each.
ENTRY_TYPES = tuple(word for word in ARGUMENT_TYPES if word not in ("array", "validation"))
ARGUMENT_READERS: dict[str, fields.Reader] = {
    "name": fields.registry_key,
    "type": fields.choice(tuple(ARGUMENT_TYPES)),
    "items": fields.choice(ENTRY_TYPES),
    "help": fields.prose,
}
DATA_TYPE_READERS: dict[str, fields.Reader] = {
    "description": fields.prose,
    "extends": fields.line,
    "format": fields.line,
}


def _arguments_of(task: EditTask, key: str, raw: Any) -> Extra:
    """The arguments by name; a bare text is the only one, without its name, as files may write it."""
    return (("", fields.prose(task, key, raw)),) if isinstance(raw, str) else fields.table(task, key, raw)


VALIDATION_READERS: dict[str, fields.Reader] = {"validator": fields.line, "values": _arguments_of, "rule": fields.line}


def validators(task: EditTask, key: str, raw: Any) -> tuple[Validator, ...]:
    """The registry with the entries that are given added or changed; null removes one."""
    old = task.document.settings.validators

    def read(path: str, entry: Validator, given: Any) -> Validator:
        known = {argument.name: argument for argument in entry.args}
        readers = {"description": fields.prose, "args": lambda t, k, value: _arguments(t, k, value, known)}
        return replace(entry, **fields.record(task, path, given, readers))

    return entries.changed(task, key, raw, old, Validator, read)


def datatypes(task: EditTask, key: str, raw: Any) -> tuple[DataType, ...]:
    """The registry with the entries that are given added or changed; null removes one."""

    def read(path: str, entry: DataType, given: Any) -> DataType:
        return replace(entry, **fields.record(task, path, given, DATA_TYPE_READERS))

    return entries.changed(task, key, raw, task.document.settings.datatypes, DataType, read)


def _arguments(task: EditTask, key: str, raw: Any, known: Mapping[str, Argument]) -> tuple[Argument, ...]:
    found: dict[str, Argument] = {}
    for number, given in enumerate(fields.listing(task, key, raw)):
        read = {"name": "", **fields.record(task, f"{key}/{number}", given, ARGUMENT_READERS)}
        name = read["name"]
        if not name or name in found or name == "rule":
            message = "The argument has no name, or one that is taken."
            remedy = "Give each a name of its own; rule is the return's rule, of any validator."
            task.refuse_value(f"{key}/{number}/name", "empty-or-repeated", message, remedy)
        found[name] = Argument(extra=known[name].extra if name in known else (), **read)
    return tuple(found.values())


def of_item(task: EditTask, item: Item) -> dict[str, Any]:
    """The item's new validators besides ``required`` and ``unique``, judged by the registry where there is one."""
    if "validators" not in task.values:
        return {}
    registry = by_key(task.document.settings.validators)
    standing = {form: entry for entry in item.validators for form in (entry, named(entry, registry))}
    given = [
        _validation(task, f"validators/{number}", raw, registry, standing)
        for number, raw in enumerate(fields.listing(task, "validators", task.values["validators"]))
    ]
    return {"validators": tuple(given)}


def _validation(
    task: EditTask, key: str, raw: Any, registry: Mapping[str, Validator], standing: Mapping[Validation, Validation]
) -> Validation:
    read = Validation(**{"validator": "", **fields.record(task, key, raw, VALIDATION_READERS)})
    if read.validator in ("", *OWN_KEYS):
        message = f"The validator is {'missing' if not read.validator else f'{read.validator}, a value of the item'}."
        task.refuse_value(f"{key}/validator", "missing-value", message, "Name a validator; see the registry.")
    elif read in standing:
        return standing[read]
    elif registry:
        for fault in faults(read, registry):
            task.refuse_value(f"{key}/{fault.path}", fault.rule, fault.message, fault.remedy)
    return read
