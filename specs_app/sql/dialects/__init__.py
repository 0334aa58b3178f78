"""The SQL dialects. Each is one module beside this and one entry of ``DIALECTS``; nothing else knows their names."""

from __future__ import annotations

from collections.abc import Mapping

from specs_app.sql.dialects.base import Dialect
from specs_app.sql.dialects.oracle import ORACLE
from specs_app.sql.dialects.postgres import POSTGRES
from specs_app.sql.dialects.tsql import TSQL
from specs_app.sql.errors import UnknownDialect

#: The dialect of a system that names none.
DEFAULT = TSQL
#: Every dialect by its key, in the order in which choices offer them.
DIALECTS: Mapping[str, Dialect] = {dialect.key: dialect for dialect in (TSQL, POSTGRES, ORACLE)}


def dialect_of(key: str) -> Dialect:
    """The dialect of that key; ``UnknownDialect`` where there is none."""
    try:
        return DIALECTS[key]
    except KeyError:
        known = ", ".join(DIALECTS)
        raise UnknownDialect(f"No SQL dialect is called {key!r}.", f"Use one of: {known}.") from None
