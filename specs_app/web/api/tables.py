"""The columns of an answer, from its shape; and the keys or columns that `?fields=` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from rest_framework import serializers

from specs_app.publishing.flat import FlatColumn, chosen, many, one, plain
from specs_app.publishing.pages.code import cut
from specs_app.publishing.records import Record
from specs_app.web.api.errors import InputFault, invalid

#: The forms that are tables: an answer in one of them is never cut into pages.
TABULAR = frozenset({"csv", "xlsx"})
#: The two sides of a difference, which may be whole scripts: spreadsheets hold 32,767 characters in a cell, people read fewer.
SIDES = frozenset({"before", "after"})
LONGEST_SIDE = 8_000


@cache
def keys_of(shape: Any) -> tuple[str, ...]:
    """The keys of an answer."""
    return tuple(shape().fields)


@cache
def columns_of(shape: Any) -> tuple[FlatColumn, ...]:
    """The columns of an answer: pairs and lists of entries become flat as those of items do."""
    return tuple(column for name, field in shape().fields.items() for column in _columns(name, field))


def keys_of_one(field: Any) -> tuple[str, ...]:
    """The keys of a record within a record."""
    return tuple(field.fields)


def _columns(name: str, field: Any) -> Iterator[FlatColumn]:
    if isinstance(field, serializers.ListSerializer):
        yield from many(name, *keys_of_one(field.child))
    elif isinstance(field, serializers.Serializer):
        yield from one(name, *keys_of_one(field))
    elif name in SIDES:
        yield FlatColumn(name, name, lambda record: _side(record.get(name)))
    elif isinstance(field, serializers.DateTimeField):
        yield FlatColumn(name, name, lambda record: _moment(record, name))
    else:
        yield from plain(name)


def _side(value: Any) -> Any:
    """What was or what is; of a text that is longer than a cell should be its beginning, and how long it is."""
    return cut(value, LONGEST_SIDE) if isinstance(value, str) else value


def _moment(record: Record, name: str) -> datetime | None:
    text = record.get(name)
    return datetime.fromisoformat(text) if text else None


def pick_keys(known: Sequence[str], fields: str) -> tuple[str, ...]:
    """The keys of an answer that are asked for; all where none are. 400 with the known ones for one that is not there."""
    return _asked(fields, known) or tuple(known)


def pick_columns(columns: Sequence[FlatColumn], fields: str) -> tuple[FlatColumn, ...]:
    """The columns asked for, by their names or by the keys they come from; all where none are."""
    known = dict.fromkeys((*(column.name for column in columns), *(column.key for column in columns)))
    names = _asked(fields, tuple(known))
    return chosen(columns, names) if names else tuple(columns)


def _asked(fields: str, known: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in fields.split(",") if name.strip()))
    unknown = [name for name in names if name not in known]
    if unknown:
        detail = f"There is no {', '.join(name[:60] for name in unknown[:5])} here. Known are: {', '.join(known)}."
        raise invalid(InputFault("fields", "unknown-value", detail))
    return names
