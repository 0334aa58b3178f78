"""Entries of a list as lines that people write, and back: ``code = meaning | from | to``, ``name = value``. Pure.

What is pasted from a spreadsheet has tabs between its columns; that is read too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

FIRST_SIGN = " = "
SIGN = " | "
#: A line that most likely means two columns: ``3: Urdu``, ``3 - Urdu``.
UNPARTED = re.compile(r"(\w{1,6}) ?:\s+(\S.*)|(\d{1,6}) ?[-–]\s+(\S.*)")
#: A bar between columns, one of which may be empty.
BAR = re.compile(r" \|(?= |$)")


def as_lines(records: Sequence[Any], names: Sequence[str]) -> str:
    """A line for each record; a bare text is its first column."""
    return "\n".join(_line(record, names) for record in records)


def _line(record: Any, names: Sequence[str]) -> str:
    if not isinstance(record, Mapping):
        return str(record)
    first, *others = (str(record.get(name) or "") for name in names)
    while others and not others[-1]:
        others.pop()
    return first + (FIRST_SIGN + SIGN.join(others) if others else "")


def from_lines(text: str, names: Sequence[str]) -> list[Any]:
    """A record for each line, with the columns that say something; a bare text where only the first does."""
    return [_record(line, names) for line in text.splitlines() if line.strip()]


def _record(line: str, names: Sequence[str]) -> Any:
    found = {name: text.strip() for name, text in zip(names, _columns(line, len(names)), strict=False) if text.strip()}
    return found[names[0]] if found.keys() == {names[0]} else found


def _columns(line: str, most: int) -> list[str]:
    if "\t" in line:
        return line.split("\t", most - 1)
    first, _, rest = line.partition(FIRST_SIGN) if FIRST_SIGN in line else line.partition("=")
    return [first, *BAR.split(rest, most - 2)]


def unparted(records: Sequence[Any]) -> str:
    """What to do about the first line of codes in which code and meaning seem to be parted by another sign; empty where none is."""
    for record in records:
        if isinstance(record, str) and (found := UNPARTED.fullmatch(record)):
            code, meaning = filter(None, found.groups())
            return (
                f"“{record}” has no equals sign. Write {code}{FIRST_SIGN}{meaning}; if all of it is the code, save the list "
                "without it and add it with Add a code"
            )
    return ""


def as_table(table: Mapping[str, Any]) -> str:
    """A line for each key."""
    return "\n".join(f"{key}{FIRST_SIGN}{_told(value)}" for key, value in table.items())


def _told(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(entry, str) and not set(entry) & set(',[]"') for entry in value):
        return f"[{', '.join(value)}]"
    return value if isinstance(value, str) and not _looks_composed(value) else json.dumps(value, ensure_ascii=False)


def _looks_composed(text: str) -> bool:
    """Whether a text would be read as something else than itself."""
    return text[:1] in ("[", "{", '"') or text != text.strip() or "\n" in text


def from_table(text: str) -> dict[str, Any]:
    """Keys and values of ``name = value`` lines; ``[a, b]`` is a list. A line without a sign is a key that says nothing."""
    return dict(_pairs(text))


def _pairs(text: str) -> Iterator[tuple[str, Any]]:
    for line in filter(str.strip, text.splitlines()):
        key, _, value = line.partition("=")
        yield key.strip(), _read(value.strip())


def _read(text: str) -> Any:
    if not _looks_composed(text):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        inner = text[1:-1] if text.startswith("[") and text.endswith("]") else None
        return text if inner is None else [entry.strip() for entry in inner.split(",") if entry.strip()]
