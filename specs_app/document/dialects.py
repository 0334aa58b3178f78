"""The SQL dialects that the settings of a standard may name, by their keys, in the order in which choices offer them.

How a dialect writes is told by the module of its key in ``specs_app/sql/dialects``.
"""

from __future__ import annotations

from collections.abc import Mapping

DIALECTS: Mapping[str, str] = {
    "tsql": "SQL Server (T-SQL)",
    "postgres": "PostgreSQL",
    "oracle": "Oracle 19c",
}
#: The dialect of a system that names none.
DEFAULT = "tsql"
