"""What scripts that read a case management system need to know beside the mappings, as entries of the settings.

Parameters are values that a query names by a colon and their key (``:years``). Joins say how a table is reached from another,
row scopes which rows of an object are taken, look-ups which code of the standard stands for a code of a system. An entry is known
by its ``key``: a parameter by its own, the others by what they are about, the system in front (``larchway:PEOPLE:VISITS``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

ParameterType = Literal["integer", "text", "date"]
PARAMETER_TYPES: tuple[ParameterType, ...] = ("integer", "text", "date")
#: Names and what they stand for, in order.
Pairs: TypeAlias = tuple[tuple[str, str], ...]
SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class ScriptParameter:
    """A value that queries name and that an authority may set otherwise. ``default`` is written as text whatever its ``type``."""

    key: str
    type: ParameterType = "integer"
    default: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Join:
    """How a table of a system is reached: its ``columns`` (by name) equal those of the table ``parent``.

    ``at_most_one`` promises that no row of the parent meets more than one: only then is the join used, as it could multiply rows.
    """

    cms: str
    table: str
    parent: str
    columns: Pairs = ()
    at_most_one: bool = False

    @property
    def key(self) -> str:
        return SEPARATOR.join((self.cms, self.table, self.parent))


@dataclass(frozen=True, slots=True)
class RowScope:
    """Which rows of an object are taken; with a ``cms`` for that system alone, where it stands instead of the general one.

    Items are named by their references. ``cohort``: an item that points at another object, of which the row must be there.
    ``window``: a date that lies within the last ``years`` (digits, or the name of a parameter behind a colon); rows without that
    date stay, as what has not ended has none, unless ``dated_only``. ``sentinels``: values of the key that stand for no row.
    ``none_because`` says why all rows are taken.
    """

    object: str
    cms: str = ""
    cohort: str = ""
    window: str = ""
    years: str = ""
    dated_only: bool = False
    sentinels: tuple[str, ...] = ()
    none_because: str = ""

    @property
    def key(self) -> str:
        return _about(self.cms, self.object)

    @property
    def narrows(self) -> bool:
        """Whether it leaves out any row."""
        return bool(self.cohort or self.window or self.sentinels)


@dataclass(frozen=True, slots=True)
class Lookup:
    """The codes of a system (with an empty ``cms`` of all) and the codes of the standard that stand for them, for one item."""

    item: str
    cms: str = ""
    codes: Pairs = ()

    @property
    def key(self) -> str:
        return _about(self.cms, self.item)


def _about(cms: str, name: str) -> str:
    return f"{cms}{SEPARATOR}{name}" if cms else name


ExtractEntry: TypeAlias = ScriptParameter | Join | RowScope | Lookup
EntryKind = Literal["line", "prose", "flag", "words", "pairs", "type"]


@dataclass(frozen=True, slots=True)
class EntryShape:
    """How the entries of one registry are written: their class, the fields that make up their key, and the kinds of the others."""

    make: type[ExtractEntry]
    identity: tuple[str, ...]
    kinds: Mapping[str, EntryKind]

    def identified(self, key: str) -> dict[str, Any] | None:
        """The fields that a key stands for; None where it is no key of these."""
        parts = key.split(SEPARATOR, len(self.identity) - 1) if len(self.identity) > 1 else [key]
        if self.identity[0] == "cms" and len(self.identity) == 2 and len(parts) == 1:
            parts = ["", key]
        full = len(parts) == len(self.identity) and all(parts[1:]) and (bool(parts[0]) or len(self.identity) == 2)
        return dict(zip(self.identity, parts, strict=True)) if full else None


#: By the field of the settings, which is also the key in ``specification.yml`` and in edits.
EXTRACT_REGISTRIES: Mapping[str, EntryShape] = {
    "parameters": EntryShape(ScriptParameter, ("key",), {"type": "type", "default": "line", "description": "prose"}),
    "joins": EntryShape(Join, ("cms", "table", "parent"), {"columns": "pairs", "at_most_one": "flag"}),
    "row_scopes": EntryShape(
        RowScope,
        ("cms", "object"),
        {
            "cohort": "line",
            "window": "line",
            "years": "line",
            "dated_only": "flag",
            "sentinels": "words",
            "none_because": "prose",
        },
    ),
    "lookups": EntryShape(Lookup, ("cms", "item"), {"codes": "pairs"}),
}


def value_fault(parameter: ScriptParameter, value: str) -> str:
    """Why a text is no value of a parameter; empty where it is one."""
    fits = {"integer": _is_integer, "date": _is_date, "text": _is_text}[parameter.type]
    wanted = {"integer": "a whole number", "date": "a date such as 2026-11-21", "text": "one line of text"}
    return "" if fits(value) else f"the value of :{parameter.key} is not {wanted[parameter.type]}"


def _is_integer(value: str) -> bool:
    digits = value.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= 9


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_text(value: str) -> bool:
    return len(value) <= 500 and (not value or value.isprintable())
