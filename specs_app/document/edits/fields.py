"""Readers of single values: each takes what was typed, notes what is wrong, and returns the document's own form.

A reader that notes a problem returns something of the right type; the edit is dropped as a whole afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from specs_app.document import text_rules
from specs_app.document.edits.edit import EditTask
from specs_app.document.values import Extra, Plain, freeze

Reader = Callable[[EditTask, str, Any], Any]

DEPTH_LIMIT = 5
LIST_LIMIT = 1_000
SIZE_LIMIT = 65_535


def line(task: EditTask, key: str, raw: Any) -> str:
    """One line of text; null is empty."""
    return _text(task, key, raw, lines=False, limit=text_rules.LINE_LIMIT)


def prose(task: EditTask, key: str, raw: Any) -> str:
    """Text that may have several lines; null is empty."""
    return _text(task, key, raw, lines=True, limit=text_rules.TEXT_LIMIT)


def _text(task: EditTask, key: str, raw: Any, *, lines: bool, limit: int) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        wrong_type(task, key, "text", raw)
        return ""
    text = text_rules.tidy(raw)
    if found := text_rules.fault(text, lines=lines, limit=limit):
        rule, message, remedy = found
        task.refuse_value(key, rule, message, remedy)
        return ""
    return text


def wrong_type(task: EditTask, key: str, wanted: str, raw: Any) -> None:
    """Note that a value has another JSON type than is wanted."""
    task.refuse_value(key, "wrong-type", f"This must be {wanted}, not {_kind(raw)}.", f"Give {wanted}.")


def _kind(raw: Any) -> str:
    kinds = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "text",
        list: "a list",
        dict: "a set of keys",
    }
    return "null" if raw is None else kinds.get(type(raw), "something else")


def name(task: EditTask, key: str, raw: Any) -> str:
    """The name of an object, item or category: a safe identifier in SQL, in file names and in addresses."""
    text = line(task, key, raw)
    if isinstance(raw, (str, type(None))) and not _fits(text_rules.NAME, text):
        remedy = f"Begin with a letter; at most {text_rules.NAME_LIMIT} small letters, digits and underscores."
        _bad_name(task, key, text, remedy)
    return text


def registry_key(task: EditTask, key: str, raw: Any) -> str:
    """The short key of a return, system, domain or status."""
    text = line(task, key, raw)
    if isinstance(raw, (str, type(None))) and not _fits(text_rules.KEY, text):
        remedy = f"Begin with a letter; at most {text_rules.NAME_LIMIT} letters, digits and underscores."
        _bad_name(task, key, text, remedy)
    return text


def is_key(text: str) -> bool:
    """Whether a text can be the short key of an entry."""
    return _fits(text_rules.KEY, text)


def _fits(pattern: Any, text: str) -> bool:
    return len(text) <= text_rules.NAME_LIMIT and bool(pattern.fullmatch(text))


def _bad_name(task: EditTask, key: str, text: str, remedy: str) -> None:
    if not any(problem.pointer.endswith(f"/values/{key}") for problem in task.problems):
        task.refuse_value(key, "bad-name", f"{text_rules.shown(text)} cannot be used as a name.", remedy)


def flag(task: EditTask, key: str, raw: Any) -> bool:
    """True or false; null is false."""
    if not isinstance(raw, (bool, type(None))):
        wrong_type(task, key, "true or false", raw)
    return raw is True


def switch(task: EditTask, key: str, raw: Any) -> bool:
    """True or false, said outright: where much hangs on it null is no answer."""
    if not isinstance(raw, bool):
        wrong_type(task, key, "true or false", raw)
    return raw is not False


def written_type(task: EditTask, key: str, raw: Any) -> str:
    """A data type as a file writes it, such as ``nvarchar``; whether it is a known one is a rule of the checks."""
    text = line(task, key, raw)
    if isinstance(raw, (str, type(None))) and not _fits(text_rules.TYPE, text):
        remedy = "Give the word for the type, such as nvarchar, int, date or datetime."
        task.refuse_value(key, "bad-type", f"{text_rules.shown(text)} is not how a type is written.", remedy)
    return text


def size(task: EditTask, key: str, raw: Any) -> str:
    """A size as digits or ``MAX``; null is none."""
    if raw is None or raw == "":
        return ""
    if isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw <= SIZE_LIMIT:
        return str(raw)
    if isinstance(raw, str) and (raw.upper() == "MAX" or _is_size(raw)):
        return raw.upper()
    task.refuse_value(
        key, "bad-size", "This is no size.", f"Give a whole number from 1 to {SIZE_LIMIT}, MAX, or nothing."
    )
    return ""


def _is_size(text: str) -> bool:
    return len(text) <= 5 and text.isascii() and text.isdigit() and text[0] != "0" and int(text) <= SIZE_LIMIT


def day(task: EditTask, key: str, raw: Any) -> str:
    """A date as year-month-day; null is none."""
    text = line(task, key, raw)
    if not text or _is_day(text):
        return text
    task.refuse_value(key, "bad-date", f"{text_rules.shown(text)} is no date.", "Write the date as 2026-11-21.")
    return ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def choice(options: Collection[str]) -> Reader:
    """A reader of one of a fixed set of words; null is none."""

    def read(task: EditTask, key: str, raw: Any) -> str:
        text = line(task, key, raw)
        known(task, key, text, options, "unknown-choice", f"Choose one of {', '.join(options)}.")
        return text

    return read


def known(task: EditTask, key: str, text: str, options: Collection[str], rule: str, remedy: str) -> None:
    """Note a problem unless the text is empty or one of the options."""
    if text and text not in options:
        task.refuse_value(key, rule, f"{text_rules.shown(text)} is not known here.", remedy)


def whole(least: int, most: int) -> Reader:
    """A reader of a whole number within bounds."""

    def read(task: EditTask, key: str, raw: Any) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool) and least <= raw <= most:
            return raw
        task.refuse_value(
            key, "bad-number", "This number cannot be used.", f"Give a whole number from {least} to {most}."
        )
        return least

    return read


def listing(task: EditTask, key: str, raw: Any) -> list[Any]:
    """A list; null is an empty one."""
    if raw is None:
        return []
    if not isinstance(raw, (list, tuple)):
        wrong_type(task, key, "a list", raw)
        return []
    if len(raw) > LIST_LIMIT:
        task.refuse_value(key, "too-long", f"This list has {len(raw)} entries.", f"Give at most {LIST_LIMIT}.")
        return []
    return list(raw)


def lines(task: EditTask, key: str, raw: Any) -> tuple[str, ...]:
    """A list of single lines, none empty, none twice; null is an empty list."""
    found: list[str] = []
    for number, entry in enumerate(listing(task, key, raw)):
        text = line(task, f"{key}/{number}", entry)
        if text in found or not text:
            task.refuse_value(f"{key}/{number}", "empty-or-repeated", "This is empty or stands twice.", "Remove it.")
        found.append(text)
    return tuple(found)


def record(task: EditTask, key: str, raw: Any, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The known keys of a set of keys, read; the others are refused."""
    if not isinstance(raw, Mapping):
        wrong_type(task, key, "a set of keys", raw)
        return {}
    for unknown in [name for name in raw if name not in readers]:
        message = f"{text_rules.shown(unknown)} is no key of this."
        task.refuse_value(key, "unknown-key", message, f"Use {', '.join(readers)}.")
    return {name: reader(task, f"{key}/{name}", raw[name]) for name, reader in readers.items() if name in raw}


def values(task: EditTask, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """The given values of the task's edit, read. Keys were checked before."""
    return {key: reader(task, key, task.values[key]) for key, reader in readers.items() if key in task.values}


def table(task: EditTask, key: str, raw: Any) -> Extra:
    """A small set of keys that the portal keeps without understanding it; null is none."""
    if raw is None:
        return ()
    if not isinstance(raw, Mapping):
        wrong_type(task, key, "a set of keys", raw)
        return ()
    return tuple((_table_key(task, key, inner), _plain(task, key, raw[inner], 1)) for inner in raw)


def _table_key(task: EditTask, key: str, raw: Any) -> str:
    if not _text_key(raw):
        task.refuse_value(
            key, "bad-name", f"{text_rules.shown(raw)} cannot be a key.", "Use letters, digits and underscores."
        )
    return str(raw) if isinstance(raw, str) else ""


def _text_key(raw: Any) -> bool:
    return isinstance(raw, str) and _fits(text_rules.KEY, raw)


def _plain(task: EditTask, key: str, raw: Any, depth: int) -> Plain:
    if depth > DEPTH_LIMIT:
        task.refuse_value(key, "too-deep", "This is nested too deeply.", f"Use at most {DEPTH_LIMIT} levels.")
        return None
    if isinstance(raw, Mapping):
        pairs = ((_table_key(task, key, inner), _plain(task, key, raw[inner], depth + 1)) for inner in raw)
        return freeze(dict(pairs))
    if isinstance(raw, (list, tuple)):
        return tuple(_plain(task, key, entry, depth + 1) for entry in listing(task, key, raw))
    return _scalar(task, key, raw)


def _scalar(task: EditTask, key: str, raw: Any) -> Plain:
    if isinstance(raw, str):
        return prose(task, key, raw)
    if raw is None or isinstance(raw, bool) or (isinstance(raw, int) and abs(raw) < 2**63):
        return freeze(raw)
    if isinstance(raw, float) and math.isfinite(raw):
        return freeze(raw)
    wrong_type(task, key, "text, a number, true or false", raw)
    return None
