"""Readable titles from names, a day in words, and the logical type behind a written one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from specs_app.document.types import DataObject, Document, Item, Settings
from specs_app.document.validation import DataType

Kind = Literal["text", "char", "integer", "float", "decimal", "date", "datetime", "boolean", "binary", "unknown"]

#: Kinds that say a day.
DATES: frozenset[Kind] = frozenset({"date", "datetime"})
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
    "double precision": "float",
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

WRITTEN_TYPE = re.compile(
    r"([a-z]\w*(?: \w+)*) ?(?:\(\s*([0-9]+|max)\s*(?:,\s*[0-9]+\s*)?\))?", re.IGNORECASE | re.ASCII
)

ACRONYMS = frozenset(
    "api cin cla cms cp ehcp icpc id la nhs plo s251 s47 sdq sen send sql uasc upn".split()  # noqa: SIM905
)

#: A definition of so many letters and words can be a title.
LONGEST_LABEL, MOST_WORDS = 90, 12


@dataclass(frozen=True, slots=True)
class LogicalType:
    """What an item holds. ``size`` is the written size: digits, ``MAX`` or empty."""

    kind: Kind
    size: str = ""


def logical_type(item: Item) -> LogicalType:
    """The logical type of an item; spelling and case do not matter. A size written in the type counts where there is no other."""
    found = WRITTEN_TYPE.fullmatch(item.type.strip())
    word, inner = found.groups() if found else ("", None)
    return LogicalType(KINDS.get(word.lower(), "unknown"), item.max_field_size.strip().upper() or (inner or "").upper())


def in_base_types(document: Document) -> Document:
    """The document in which an item of a registered data type has the type that it is a form of in the end."""
    known = {entry.key: entry for entry in document.settings.datatypes if entry.key not in KINDS}
    if not any(item.type in known for _, item in document.items()):
        return document
    objects = (
        replace(entry, items=tuple(replace(item, type=base_type(item.type, known)) for item in entry.items))
        for entry in document.objects
    )
    return replace(document, objects=tuple(objects))


def base_type(word: str, known: Mapping[str, DataType]) -> str:
    """What a data type extends, step by step; the last that is said, also of types that extend each other in a circle."""
    seen: set[str] = set()
    while word in known and known[word].extends and word not in seen:
        seen.add(word)
        word = known[word].extends
    return word


def size(text: str) -> int | str | None:
    """A number where it is one, else the text."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else text or None


def needs_size(item: Item) -> bool:
    """Whether an item is text of a fixed length and the length is not said."""
    logical = logical_type(item)
    return logical.kind == "char" and not logical.size


def object_title(entry: DataObject | str, prefix: Settings | str = "ssd_") -> str:
    """An object's own title, else its name made readable: ``ssd_cin_episodes`` reads ``CIN episodes``.

    ``prefix`` is the prefix of table names, or the settings that hold it.
    """
    name = entry if isinstance(entry, str) else entry.name
    own = "" if isinstance(entry, str) else entry.title
    return own or _title(name.removeprefix(prefix if isinstance(prefix, str) else prefix.table_prefix))


def item_title(entry: DataObject, item: Item) -> str:
    """What people call an item: its definition where that is a label, else its name made readable, without what all names of its
    object begin with: ``pers_sex`` of a person reads ``Sex``."""
    label = item.description.strip()
    if is_label(label):
        return label[:1].upper() + label[1:]
    return _title(own_name(entry, item)) or item.name


def is_label(definition: str) -> bool:
    """Whether a definition is a heading rather than a sentence: a short line that does not end like one."""
    short = 0 < len(definition) <= LONGEST_LABEL and len(definition.split()) <= MOST_WORDS
    return short and "\n" not in definition and not definition.endswith((".", ";", ":", "!"))


def own_name(entry: DataObject, item: Item) -> str:
    """An item's name without the word that the names of all items of its object begin with, where there are several."""
    start, line, rest = item.name.partition("_")
    shared = len(entry.items) > 1 and all(other.name.startswith(f"{start}_") for other in entry.items)
    return rest if line and rest and shared else item.name


def category_title(name: str) -> str:
    """``legal_status`` reads ``Legal status``."""
    return _title(name)


def _title(name: str) -> str:
    words = [word.upper() if word in ACRONYMS else word for word in name.split("_") if word]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def type_text(item: Item) -> str:
    """A type with its size, such as ``nvarchar(48)``."""
    return f"{item.type}({item.max_field_size})" if item.max_field_size else item.type


def day_in_words(day: date) -> str:
    """Such as ``3 November 2026``."""
    return f"{day.day} {day:%B %Y}"
