"""The shape of every typed edit, as the OpenAPI schema tells it: which values an action takes, and of what type.

Names of values come from the registry of actions; bounds and patterns from the readers that judge them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from specs_app.document.authorities import KINDS_LEFT_OUT, OBJECT_KINDS_LEFT_OUT, STAGES, VERSIONS
from specs_app.document.dialects import DIALECTS
from specs_app.document.edits import ACTIONS
from specs_app.document.edits.authorities import DATABASE_NAME, LOCAL_READERS, SCHEMA_PATH, TABLE_PREFIX
from specs_app.document.edits.fields import LIST_LIMIT, SIZE_LIMIT
from specs_app.document.edits.relationships import FORM, RELATIONS
from specs_app.document.edits.settings import MOST_APPROVALS, MOST_DAYS, RULE_READERS
from specs_app.document.edits.validators import DATA_TYPE_READERS, ENTRY_TYPES
from specs_app.document.extract_settings import EXTRACT_REGISTRIES, PARAMETER_TYPES, EntryShape
from specs_app.document.extracts import LONGEST
from specs_app.document.identity import COLOURS, MARK, SHORT_NAME_LIMIT
from specs_app.document.item_key import ItemKey
from specs_app.document.item_keys import ASKED
from specs_app.document.text_rules import KEY, LINE_LIMIT, NAME, NAME_LIMIT, REFERENCE, TEXT_LIMIT, TYPE
from specs_app.document.types import ACCESS, RETURN_KINDS, STEERED_CLASSES, TABLE_KINDS
from specs_app.document.validation import ARGUMENT_TYPES

Shape = dict[str, Any]

LINE: Shape = {"type": ["string", "null"], "maxLength": LINE_LIMIT}
PROSE: Shape = {"type": ["string", "null"], "maxLength": TEXT_LIMIT}
FLAG: Shape = {"type": ["boolean", "null"]}
DAY: Shape = {"type": ["string", "null"], "maxLength": LINE_LIMIT, "description": "A date such as 2026-11-21."}
NEEDED: Shape = {"type": "string", "minLength": 1, "maxLength": LINE_LIMIT}


def _like(pattern: Any, **more: Any) -> Shape:
    return {"type": "string", "pattern": f"^{pattern.pattern}$", "maxLength": NAME_LIMIT, **more}


def _line_like(pattern: Any) -> Shape:
    """A line of a form, or nothing, which clears it."""
    return {"type": ["string", "null"], "pattern": f"^({pattern.pattern})?$", "maxLength": LINE_LIMIT}


def _whole(least: int, most: int) -> Shape:
    return {"type": "integer", "minimum": least, "maximum": most}


def _one_of(words: Any) -> Shape:
    return {"type": ["string", "null"], "enum": [*words, "", None]}


def _keys(properties: Mapping[str, Shape], *needed: str) -> Shape:
    required = {"required": list(needed)} if needed else {}
    return {"type": "object", "properties": dict(properties), **required, "additionalProperties": False}


def _maybe(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "null"}]}


def _entries(entry: Shape) -> Shape:
    """The entries of a registry that change, by key; null removes one."""
    return {"type": "object", "propertyNames": _like(KEY), "additionalProperties": _maybe(entry)}


def _list_of(entry: Shape) -> Shape:
    return {"type": ["array", "null"], "items": entry, "maxItems": LIST_LIMIT}


def _entries_or_all(entry: Mapping[str, Shape]) -> Shape:
    """The same, or a list of all entries in their order."""
    whole = _list_of(_keys({"key": _like(KEY), **entry}, "key"))
    return {"anyOf": [_entries(_keys(entry)), whole], "description": "The entries that change, or a list of all."}


EXTRACT_KINDS: dict[str, Shape] = {
    "line": LINE,
    "prose": PROSE,
    "flag": FLAG,
    "words": _list_of(NEEDED),
    "pairs": {"type": ["object", "null"], "additionalProperties": LINE},
    "type": _one_of(PARAMETER_TYPES),
}


#: What the keys of such entries look like, by how many parts they are made of; the system may be left out of two.
KEYS_OF: dict[int, Shape] = {
    1: _like(KEY),
    2: {"type": "string", "pattern": "^([^:]*:.+|[^:]+)$"},
    3: {"type": "string", "pattern": "^[^:]+:[^:]+:.+$"},
}


def _extract_entries(shape: EntryShape) -> Shape:
    """The entries of a registry that scripts read, by keys of which the parts stand with colons between."""
    entry = _keys({name: EXTRACT_KINDS[kind] for name, kind in shape.kinds.items()})
    about = f"By {', '.join(shape.identity)}, with colons between; null removes one."
    names = {"propertyNames": KEYS_OF[len(shape.identity)]}
    return {"type": "object", **names, "additionalProperties": _maybe(entry), "description": about}


TERM = {"title": LINE, "description": PROSE}
SYSTEM = {"title": LINE, "dialect": _one_of(DIALECTS)}
CODE = {"value": NEEDED, "description": PROSE, "valid_from": DAY, "valid_to": DAY}
PLACE = _keys({"return": NEEDED, "section": LINE, "reference": LINE}, "return")
RULE = _keys(
    {
        **{name: _whole(1, MOST_APPROVALS) for name in ("approvals", "quorum")},
        **{name: _whole(0, MOST_DAYS) for name in RULE_READERS if name.endswith("_days")},
        "objection_blocks": {"type": "boolean"},
    }
)
SECTION = _keys({"key": NEEDED, "title": LINE}, "key")
FREE_TABLE: Shape = {"type": ["object", "null"], "propertyNames": _like(KEY), "additionalProperties": True}
ARGUMENTS: Shape = {"anyOf": [FREE_TABLE, {"type": "string", "maxLength": TEXT_LIMIT}]}
VALIDATION = _keys({"validator": NEEDED, "values": ARGUMENTS, "rule": LINE}, "validator")
ARGUMENT = _keys(
    {"name": _like(KEY), "type": _one_of(ARGUMENT_TYPES), "items": _one_of(ENTRY_TYPES), "help": PROSE}, "name"
)
VALIDATOR = _keys({"description": PROSE, "args": _list_of(ARGUMENT)})
DATA_TYPE = _keys({**dict.fromkeys(DATA_TYPE_READERS, LINE), "description": PROSE})
#: A whole number from 1 to 65535 (`SIZE_LIMIT`), as a text.
DIGITS = "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"

MAX_SIZE: Shape = {
    "anyOf": [
        _whole(1, SIZE_LIMIT),
        {"type": "string", "pattern": f"^({DIGITS}|[Mm][Aa][Xx])?$"},
        {"type": "null"},
    ]
}


def _some_of(keys: Iterable[str], value: Shape) -> Shape:
    """Some of a few keys; null clears one."""
    return {"type": ["object", "null"], "properties": dict.fromkeys(keys, value), "additionalProperties": False}


def _plain(key: ItemKey) -> Shape:
    """A value of an item that is like all of its kind."""
    kinds = {"line": LINE, "prose": PROSE, "flag": FLAG, "words": _list_of(NEEDED), "table": FREE_TABLE}
    return _one_of(key.options) if key.kind == "choice" else kinds[key.kind]


LOCAL_NAME = _keys({**dict.fromkeys(LOCAL_READERS, LINE), "size": MAX_SIZE})
#: The settings of an authority.
AUTHORITY: dict[str, Shape] = {
    **dict.fromkeys(("name", "region", "system", "variant", "database", "version"), LINE),
    "stage": {"type": "string", "enum": list(STAGES)},
    "versions": _some_of(VERSIONS, LINE),
    "parameters": {
        "type": ["object", "null"],
        "propertyNames": _like(KEY),
        "additionalProperties": {"anyOf": [LINE, {"type": "integer"}]},
        "description": "The parameters that change, by name; null removes one.",
    },
    "source_schema": _line_like(SCHEMA_PATH),
    **dict.fromkeys(("target_database", "target_schema"), _line_like(DATABASE_NAME)),
    "temporary_prefix": _line_like(TABLE_PREFIX),
    **dict.fromkeys(("temporary", "no_count_on"), FLAG),
    "left_out_kinds": _list_of({"type": "string", "enum": list(KINDS_LEFT_OUT)}),
    "left_out": _some_of(OBJECT_KINDS_LEFT_OUT, _list_of(NEEDED)),
    "left_out_objects": _list_of(NEEDED),
    "local_names": _list_of(LOCAL_NAME),
    "header": PROSE,
}

#: Names of those that mean something else in other actions.
SHARED = ("name", "parameters")


#: What a value may be, by its name; one that means something else in one action stands there with the action before it.
VALUES: dict[str, Shape] = {
    **{key.name: _plain(key) for key in ASKED if key.kind != "own"},
    "name": _like(NAME),
    "item_ref": {"type": ["string", "null"], "pattern": f"^({REFERENCE.pattern})?$", "maxLength": 20},
    "type": _like(TYPE),
    "max_field_size": MAX_SIZE,
    **dict.fromkeys(("marked", "public_comments"), FLAG),
    "sections": _list_of({"anyOf": [NEEDED, SECTION]}),
    "kind": _one_of(RETURN_KINDS),
    "meaning": LINE,
    "validators": _list_of(VALIDATION),
    **dict.fromkeys(("title", "table", "field", "publisher", "version"), LINE),
    "short_name": {"type": ["string", "null"], "maxLength": SHORT_NAME_LIMIT},
    "mark": _line_like(MARK),
    "colour": _one_of(COLOURS),
    **dict.fromkeys(("source", "note"), PROSE),
    "variants": {
        "type": ["object", "null"],
        "additionalProperties": PROSE,
        "description": "Local builds by their names.",
    },
    "deprecated": _maybe(_keys({"since": LINE, "replaced_by": LINE, "remove_in": LINE})),
    "foreign_key": _maybe(_keys({"object": NEEDED, "item": NEEDED}, "object", "item")),
    "returns": _list_of({"anyOf": [NEEDED, PLACE]}),
    "after": {"type": ["string", "null"], "description": "What it comes after; an empty text for the first place."},
    "cms": NEEDED,
    "add_item.cms": _list_of(NEEDED),
    **CODE,
    "change_value.value": LINE,
    "replaced_by": {**_list_of(NEEDED), "description": "Codes of the same list; null for none."},
    "values": _list_of({"anyOf": [NEEDED, _keys(CODE, "value")]}),
    "relation": _one_of(RELATIONS),
    **dict.fromkeys(("child_object", "child_item", "parent_object", "parent_item"), LINE),
    "change_settings.cms": _entries_or_all(SYSTEM),
    "change_settings.domains": _entries_or_all(TERM),
    "statuses": _entries_or_all(TERM),
    "change_settings.validators": _entries(VALIDATOR),
    "datatypes": _entries(DATA_TYPE),
    **{name: _extract_entries(shape) for name, shape in EXTRACT_REGISTRIES.items()},
    "sql": {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "One SELECT that only reads."},
    "tables": _list_of(_keys({"path": NEEDED, "kind": _one_of(TABLE_KINDS)}, "path")),
    "table_cells": {
        "type": ["object", "null"],
        "additionalProperties": PROSE,
        "description": "The columns that change.",
    },
    "access": {"type": "string", "enum": list(ACCESS)},
    "rules": _keys(dict.fromkeys(STEERED_CLASSES, RULE)),
    **{key: shape for key, shape in AUTHORITY.items() if key not in SHARED},
    **{f"{action}.{key}": AUTHORITY[key] for action in ("add_authority", "change_authority") for key in SHARED},
}
#: What the target of an action is, where it is not plain from its name.
TARGETS = {
    "add_item": "The object.",
    **dict.fromkeys(("add_relationship", "remove_relationship"), f"{FORM}; or name both ends in the values."),
    "change_settings": "Nothing.",
    **dict.fromkeys(("add_authority", "change_authority", "remove_authority"), "The authority's code."),
    **dict.fromkeys(
        ("set_extract", "remove_extract"), "System and object, or system, object and variant, with slashes between."
    ),
    **dict.fromkeys(("change_value", "remove_value"), "The code list and the code, with a slash between."),
}
WITHOUT_TARGET = frozenset({"add_relationship", "remove_relationship", "change_settings"})


def edit(action: str) -> Shape:
    """One action's edits."""
    about = {"description": TARGETS[action]} if action in TARGETS else {}
    target = {"type": "string", "maxLength": LINE_LIMIT, **about}
    return {
        "title": action,
        "type": "object",
        "properties": {"action": {"const": action}, "target": target, "values": values(action)},
        "required": ["action", *([] if action in WITHOUT_TARGET else ["target"]), *_values_needed(action)],
        "additionalProperties": False,
    }


def values(action: str) -> Shape:
    """The values that an action takes; null, or none, where it needs none."""
    known = ACTIONS[action]
    shapes = {key: VALUES.get(f"{action}.{key}") or VALUES[key] for key in known.keys}
    taken = _keys(shapes, *known.required)
    return taken if known.required else {**taken, "type": ["object", "null"]}


def _values_needed(action: str) -> list[str]:
    return ["values"] if ACTIONS[action].required else []


EDIT: Shape = {
    "description": "A typed edit. `values` holds only the keys that change; null clears.",
    "oneOf": [edit(action) for action in ACTIONS],
}
