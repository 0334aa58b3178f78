"""What a script is asked to be, apart from the document: its form, how tables are made anew, what an authority has of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["script", "files", "procedures", "views", "temporary"]
Rebuild = Literal["drop", "keep"]
#: What people call the forms and the ways of making tables anew.
FORMS: Mapping[Form, str] = {
    "script": "one script",
    "files": "one file for each object, in a zip archive",
    "procedures": "stored procedures",
    "views": "views",
    "temporary": "temporary tables",
}
REBUILDS: Mapping[Rebuild, str] = {
    "drop": "tables are dropped and made anew",
    "keep": "tables are kept and filled anew",
}


@dataclass(frozen=True, slots=True)
class LocalColumn:
    """What an authority calls an object's table or an item's column, and as what type it keeps it; empty is as the standard says.

    With an empty ``item`` only ``table`` counts.
    """

    object: str
    item: str = ""
    table: str = ""
    name: str = ""
    type: str = ""
    size: str = ""


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """One authority's settings; those of an empty value are the standard's own.

    ``source_schema`` stands in front of source tables and may hold a database (``HDM.Child_Social``); the tables are made in
    ``database`` and ``schema``. All three are names, quoted as identifiers. ``leave_out_kinds`` are whole kinds of statements,
    named as ``META-ELEMENT`` names them; ``leave_out`` the kinds of single objects; ``leave_out_objects`` whole objects.
    """

    code: str = ""
    name: str = ""
    variant: str = ""
    source_schema: str = ""
    database: str = ""
    schema: str = ""
    temporary: bool = False
    temporary_prefix: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    leave_out_kinds: frozenset[str] = frozenset()
    leave_out: frozenset[tuple[str, str]] = frozenset()
    leave_out_objects: frozenset[str] = frozenset()
    columns: tuple[LocalColumn, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    """How a script is written. ``rebuild``: tables are dropped and made anew, or kept, emptied and filled again."""

    form: Form = "script"
    rebuild: Rebuild = "drop"
    local: LocalSettings = field(default_factory=LocalSettings)


#: What a script is asked to be where nothing is asked.
PLAIN = Options()
