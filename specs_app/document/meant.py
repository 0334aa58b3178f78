"""What is meant by the names that people write: a registered case management system, an object."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specs_app.document.types import Cms, Document

#: What systems are called besides key and title, such as by their vendors. Letters and digits alone count.
ALIASES: dict[str, frozenset[str]] = {
    "liquid_logic": frozenset({"SystemC", "System C", "Liquidlogic LCS", "LCS"}),
    "mosaic": frozenset({"Access Mosaic", "Servelec Mosaic"}),
    "eclipse": frozenset({"OLM Eclipse"}),
    "caredirector": frozenset({"Care Director"}),
}

#: How names of database products begin, letters and digits alone, and the dialect of each.
PRODUCTS = {
    "sqlserver": "tsql",
    "mssql": "tsql",
    "microsoftsql": "tsql",
    "tsql": "tsql",
    "postgres": "postgres",
    "oracle": "oracle",
}


def known_system(systems: Iterable[Cms], written: str) -> str:
    """The key of the registered system that a text means: by key, title or another known name; empty where none is meant."""
    wanted = _closed(written)
    if not wanted:
        return ""
    return next((cms.key for cms in systems if wanted in map(_closed, _names(cms))), "")


def known_dialect(written: str) -> str:
    """The dialect of the database product that a text means (``SQLServer>2014``); empty where none is meant."""
    begun = _closed(written)
    return next((key for name, key in PRODUCTS.items() if begun.startswith(name)), "")


def object_meant(document: Document, name: str) -> str:
    """The object that is meant, perhaps without the prefix of the tables; empty where there is none."""
    names = (name, document.settings.table_prefix + name)
    return next((one for one in names if one in document.object_by_name), "")


def _names(cms: Cms) -> Iterator[str]:
    yield from (cms.key, cms.title)
    yield from ALIASES.get(cms.key, ())


def _closed(text: str) -> str:
    """Letters and digits alone, small: ``Care-Director`` and ``CareDirector`` are the same."""
    return re.sub(r"[\W_]+", "", text).lower()
