"""How each SQL dialect writes. Its key and title stand in ``document/dialects.py``, all else in the module of its key here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from specs_app.document import dialects
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.errors import UnknownDialect

#: Every dialect by its key, in the order in which choices offer them.
DIALECTS: Mapping[str, Dialect] = {key: import_module(f"{__name__}.{key}").DIALECT for key in dialects.DIALECTS}
#: The dialect of a system that names none.
DEFAULT = DIALECTS[dialects.DEFAULT]


def dialect_of(key: str) -> Dialect:
    """The dialect of that key; ``UnknownDialect`` where there is none."""
    try:
        return DIALECTS[key]
    except KeyError:
        known = ", ".join(DIALECTS)
        raise UnknownDialect(f"No SQL dialect is called {key!r}.", f"Use one of: {known}.") from None
