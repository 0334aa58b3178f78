"""Readable titles from names, and the logical type behind a written one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specs_app.document.types import Item

Kind = Literal["text", "char", "integer", "float", "decimal", "date", "datetime", "boolean", "binary", "unknown"]

KINDS: dict[str, Kind] = {
    "nvarchar": "text",
    "varchar": "text",
    "text": "text",
    "ntext": "text",
    "string": "text",
    "nchar": "char",
    "char": "char",
    "int": "integer",
    "integer": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "tinyint": "integer",
    "float": "float",
    "real": "float",
    "double": "float",
    "decimal": "decimal",
    "numeric": "decimal",
    "money": "decimal",
    "date": "date",
    "datetime": "datetime",
    "datetime2": "datetime",
    "timestamp": "datetime",
    "bit": "boolean",
    "boolean": "boolean",
    "bool": "boolean",
    "binary": "binary",
    "varbinary": "binary",
}

ACRONYMS = frozenset(
    {"api", "cin", "cla", "cms", "cp", "ehcp", "id", "la", "nhs", "s47", "s251", "sdq", "sen", "send", "uasc", "upn"}
)


@dataclass(frozen=True, slots=True)
class LogicalType:
    """What an item holds. ``size`` is the written size: digits, ``MAX`` or empty."""

    kind: Kind
    size: str = ""


def logical_type(item: Item) -> LogicalType:
    """The logical type of an item; spelling and case of the written type do not matter."""
    return LogicalType(KINDS.get(item.type.strip().lower(), "unknown"), item.max_field_size.strip().upper())


def object_title(name: str, prefix: str = "ssd_") -> str:
    """``ssd_cin_episodes`` reads ``CIN episodes``."""
    return _title(name.removeprefix(prefix))


def category_title(name: str) -> str:
    """``legal_status`` reads ``Legal status``."""
    return _title(name)


def _title(name: str) -> str:
    words = [word.upper() if word in ACRONYMS else word for word in name.split("_") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:]
