"""Values of a difference or of a history as a reader sees them: titles for keys, words for records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from specs_app.document.describe import field_name
from specs_app.document.dialects import DIALECTS
from specs_app.document.item_keys import FLAGS
from specs_app.document.names import category_title
from specs_app.document.titles import KEYS, Titles

SENSITIVITY_WORDS = {
    "none": "Not sensitive",
    "personal": "Personal data",
    "special_category": "Special category data",
    "identifier": "Identifies a person",
}
ACCESS_WORDS = {"public": "Everybody", "restricted": "Members alone"}
#: Keys that the sentence above their record says already.
SAID = frozenset({"cms", "key", "change_class"})
EMPTY: tuple[Any, ...] = (None, "", [], {}, ())


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One key of a record: what it is called, and its words before and after; empty where there are none."""

    name: str
    before: str
    after: str


def record_lines(before: Any, after: Any, kind: str, titles: Titles = KEYS) -> tuple[ValueLine, ...]:
    """The keys in which two records differ, or all of the one that there is; nothing where neither is a record."""
    if not all(side is None or isinstance(side, Mapping) for side in (before, after)):
        return ()
    old, new = before or {}, after or {}
    lines = (
        ValueLine(sentence(key_words(key, kind, titles)), *(_side(side, key, titles) for side in (old, new)))
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key) and not _is_said(key, new.get(key, old.get(key)))
    )
    return tuple(line for line in lines if line.before or line.after)


def _is_said(key: str, value: Any) -> bool:
    return key in SAID and isinstance(value, str)


def _side(record: Mapping[str, Any], key: str, titles: Titles) -> str:
    """A switch that a record leaves out is off."""
    return words_of(key, record.get(key, False if key in SWITCHES and record else None), titles)


#: Keys that are only written where they are true.
SWITCHES = frozenset({"marked", "objection_blocks", *FLAGS})


def key_words(key: str, kind: str = "", titles: Titles = KEYS) -> str:
    """A key in words, within a sentence: ``definition``, ``how Liquid Logic holds it``, ``code 1``; empty for the whole part."""
    group, _, name = key.partition("/")
    if group == "cms" and name:
        return f"how {titles.system(name)} holds it"
    if group == "codes" and name:
        return f"code {name}"
    if kind == "extracts":
        return {"columns": f"column {name}", "queries": f"query {name}", "sql": "the SQL"}.get(group, "")
    return field_name(key, kind) if key else ""


def sentence(words: str) -> str:
    """The words with a capital at their head alone: a code keeps its letters."""
    return words[:1].upper() + words[1:]


def words_of(key: str, value: Any, titles: Titles = KEYS) -> str:
    """The value of a key as a reader sees it; a list of records has a line each."""
    if value in EMPTY and value is not False:
        return ""
    group, _, name = key.partition("/")
    own = MEMBERS.get(group) if name else WORDS.get(key)
    return own(value, titles) if own else plain_words(value)


def plain_words(value: Any) -> str:
    """A value of a key that is like any other."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return "; ".join(
            f"{sentence(field_name(key))}: {plain_words(one)}" for key, one in value.items() if one not in EMPTY
        )
    if isinstance(value, (list, tuple)):
        return ", ".join(plain_words(one) for one in value)
    return "" if value is None else str(value)


def place_words(place: Mapping[str, Any], titles: Titles = KEYS) -> str:
    """Where a return asks for an item: ``Children in need census, section Demographics, there called Sex``."""
    parts = [
        titles.return_(place.get("return") or place.get("name") or ""),
        f"section {place['section']}" if place.get("section") else "",
        f"there called {place['reference']}" if place.get("reference") else "",
        f"marked {place['mark']} in the matrix" if place.get("mark") else "",
    ]
    return ", ".join(filter(None, parts))


def validation_words(entry: Mapping[str, Any]) -> str:
    """What an item asks of its values: ``Date after: PERS005A (rule 8840)``; a check that is just switched on by its name."""
    said = [plain_words(value) for value in entry.get("values", {}).values() if str(value).lower() != "true"]
    rule = f" (rule {entry['rule']})" if entry.get("rule") else ""
    return ": ".join(filter(None, (category_title(entry["validator"]), ", ".join(filter(None, said))))) + rule


def _validations(value: Any, _titles: Titles) -> str:
    return "\n".join(map(validation_words, value))


def _entries(value: Any, _titles: Titles) -> str:
    """The sections of a return, a line each: what items name them by, and the title where it says more."""
    return "\n".join(": ".join(dict.fromkeys(filter(None, (one.get("key"), one.get("title"))))) for one in value)


def _arguments(value: Any, _titles: Titles) -> str:
    """What a validator is told, a line an argument."""
    return "\n".join(": ".join(filter(None, (one["name"], one.get("help", "")))) for one in value)


def _ends(value: Any, _titles: Titles) -> str:
    ends = value if isinstance(value, list) else [value]
    return ", ".join(f"{end['object']}.{end['item']}" if isinstance(end, Mapping) else str(end) for end in ends)


def _pairs(value: Any, _titles: Titles) -> str:
    pairs = value.items() if isinstance(value, Mapping) else value
    return "\n".join(f"{name}: {text}" for name, text in pairs)


def _codes(value: Any, _titles: Titles) -> str:
    return "\n".join(_code(one) for one in value)


def _code_alone(value: Any, _titles: Titles) -> str:
    return _code({**value, "value": ""})


def _mapping(value: Any, titles: Titles) -> str:
    return "\n".join(f"{line.name}: {line.after}" for line in record_lines(None, value, "items", titles))


def _code(code: Mapping[str, Any]) -> str:
    dates = [f"{word} {code[key]}" for key, word in (("valid_from", "from"), ("valid_to", "to")) if code.get(key)]
    said = ": ".join(filter(None, (code.get("value", ""), code.get("description", ""))))
    return f"{said} ({' '.join(dates)})" if dates else said


def _places(value: Any, titles: Titles) -> str:
    return "\n".join(place_words(place, titles) for place in value)


def _systems(value: Any, titles: Titles) -> str:
    """The mappings of a whole item, a line a system; a setting that is one system is told key by key."""
    return "\n".join(f"{titles.system(one['cms'])}: {_held(one)}" for one in value)


def _held(mapping: Mapping[str, Any]) -> str:
    """Where a system holds an item and what is noted of it, else whether it does."""
    place = mapping.get("source") or ".".join(filter(None, (mapping.get("table"), mapping.get("field"))))
    said = "; ".join(filter(None, (place, mapping.get("note"))))
    return said or ("held" if mapping.get("marked") else "not listed")


Say = Callable[[Any, Titles], str]
WORDS: dict[str, Say] = {
    "domains": lambda value, titles: ", ".join(map(titles.domain, value)),
    "returns": lambda value, titles: ", ".join(map(titles.return_, value)),
    "returns_map": _places,
    "status": lambda value, titles: titles.status(str(value)),
    "sensitivity": lambda value, _: SENSITIVITY_WORDS.get(value, str(value)),
    "access": lambda value, _: ACCESS_WORDS.get(value, str(value)),
    "tables": lambda value, _: ", ".join(one["path"] for one in value),
    "dialect": lambda value, _: DIALECTS.get(value, str(value)),
    "marked": lambda value, _: "Yes" if value else "Not listed",
    "validators": _validations,
    "sections": _entries,
    "args": _arguments,
    "foreign_key": _ends,
    "variants": _pairs,
    "table_cells": _pairs,
    "values": _codes,
    "cms": _systems,
}
#: The same for keys that name one of many, such as ``cms/liquid_logic``. That a return asks is said by its sentence.
MEMBERS: dict[str, Say] = {
    "cms": _mapping,
    "codes": _code_alone,
    "returns_map": _places,
    "returns": lambda *_: "",
}
