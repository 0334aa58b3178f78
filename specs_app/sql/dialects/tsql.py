"""Microsoft SQL Server."""

from __future__ import annotations

from specs_app.sql.dialects.base import Dialect, TypeRule


class Tsql(Dialect):
    """T-SQL has no IF EXISTS for a constraint of a table that may be missing."""

    def years_ago(self, years: int) -> str:
        return f"DATEADD(YEAR, -{years}, CAST(GETDATE() AS DATE))"

    def drop_key(self, table: str, name: str) -> str:
        return f"IF OBJECT_ID({self.text(name)}, N'F') IS NOT NULL ALTER TABLE {table} DROP CONSTRAINT {name}"


DIALECT = Tsql(
    key="tsql",
    parser="tsql",
    quotes=("[", "]"),
    text_mark="N",
    name_limit=128,
    measure="units",
    types={
        "text": TypeRule("NVARCHAR(MAX)", "NVARCHAR({})", 4000, key="NVARCHAR(450)"),
        "char": TypeRule("NVARCHAR(MAX)", "NCHAR({})", 4000, key="NVARCHAR(450)"),
        "integer": TypeRule("INT"),
        "float": TypeRule("FLOAT"),
        "decimal": TypeRule("DECIMAL(38, 10)"),
        "date": TypeRule("DATE"),
        "datetime": TypeRule("DATETIME"),
        "boolean": TypeRule("BIT"),
        "binary": TypeRule("VARBINARY(MAX)", "BINARY({})", 8000, key="VARBINARY(900)"),
        "unknown": TypeRule("NVARCHAR(MAX)", key="NVARCHAR(450)"),
    },
    spelled={"bigint": "BIGINT"},
    functions_only_read=True,
    unindexed=frozenset({"NVARCHAR(MAX)", "VARBINARY(MAX)"}),
    advice=(
        "Needs SQL Server 2016 or later.",
        "SQL Server compiles a script as one batch: where tables of an older version of the specification exist, run the",
        "DROP TABLE statements by themselves first, then the whole script.",
    ),
)
