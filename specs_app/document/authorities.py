"""Local authorities: what each has set for the script that it runs. Frozen values, compared by content.

A setting that a file leaves out, or sets to null, says nothing: then the script is as the standard has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Final, Literal

from specs_app.document.values import Extra

#: How far an authority is: its settings are in use, or its file waits in a folder for that.
Stage = Literal["live", "awaiting"]
STAGES: tuple[Stage, ...] = ("live", "awaiting")

#: What a code looks like; those of English authorities have three digits.
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", re.ASCII)
#: Versions of parts besides the database that a file may tell, by its keys.
VERSIONS = ("db_compatibility", "ics_universe_vers", "data_warehouse_vers", "front_end_vers")

#: What of a script can be left out as a whole, as the tags of scripts call it, and the key of files that says so.
KINDS_LEFT_OUT = {
    "drop_table": "remove_drop_table",
    "insert_data": "remove_insert_data",
    "test": "remove_test",
    "console_output": "remove_console",
    "deployment_status_note": "remove_deployment_status_note",
    "ssd_non_core_modifications": "remove_ssd_non_core_modifications",
    "create_pk": "remove_create_pk",
    "create_fk": "remove_create_fk",
    "create_idx": "remove_create_idx",
}
#: The same of single objects.
OBJECT_KINDS_LEFT_OUT = {
    kind: f"remove_{kind}"
    for kind in ("drop_table", "create_table", "insert_data", "create_pk", "create_fk", "create_idx")
}


#: What such parts are called.
KIND_WORDS = {
    "drop_table": "dropping tables",
    "create_table": "making tables",
    "insert_data": "filling tables",
    "test": "tests",
    "console_output": "messages",
    "deployment_status_note": "notes on delivery",
    "ssd_non_core_modifications": "modifications beyond the core",
    "create_pk": "primary keys",
    "create_fk": "foreign keys",
    "create_idx": "indexes",
}


@dataclass(frozen=True, slots=True)
class LocalName:
    """What one authority calls one item otherwise: where its system has it (``table``, ``field``), or another type or size.

    The item is named by its reference, by object and name, or both, as the file does it.
    """

    object: str = ""
    item_ref: str = ""
    item: str = ""
    type: str = ""
    size: str = ""
    table: str = ""
    field: str = ""


LOCAL_NAME_KEYS = tuple(entry.name for entry in fields(LocalName))


@dataclass(frozen=True, slots=True)
class Authority:
    """One local authority, by its code, and its settings.

    ``system`` is as written (`meant.known_system` tells which of the registry it is), ``variant`` a local build of it,
    ``database`` the product, ``version`` the database's own, ``versions`` those of other parts by the file's keys.
    ``parameters`` are values that the script asks for, by name. ``source_schema`` is what the script reads (perhaps with its
    database before a dot), ``target_database`` and ``target_schema`` where it makes its tables. ``left_out_kinds`` are left out of
    the whole script, ``left_out`` of single objects (kind, names of objects), ``left_out_objects`` altogether.
    ``metadata`` records the last change of the file; it is no part of the meaning. ``extra`` are keys the portal does not know.
    """

    code: str
    name: str = ""
    region: str = ""
    stage: Stage = "live"
    system: str = ""
    variant: str = ""
    database: str = ""
    version: str = ""
    versions: Extra = ()
    header: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    source_schema: str = ""
    target_database: str = ""
    target_schema: str = ""
    temporary: bool = False
    temporary_prefix: str = ""
    no_count_on: bool = False
    left_out_kinds: tuple[str, ...] = ()
    left_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    left_out_objects: tuple[str, ...] = ()
    local_names: tuple[LocalName, ...] = ()
    metadata: Extra = field(default=(), compare=False)
    extra: Extra = ()

    @property
    def objects_named(self) -> tuple[str, ...]:
        """The names of objects that it leaves something out of, as written, each once."""
        named = (*self.left_out_objects, *(name for _, names in self.left_out for name in names))
        return tuple(dict.fromkeys(named))

    @property
    def title(self) -> str:
        """Its name as people read it: files write ``Bath-and-North-East-Somerset``."""
        return self.name.replace("-", " ").strip() or self.code
