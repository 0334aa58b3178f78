"""Microsoft SQL Server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from specs_app.sql.dialects import tsql_frames as frames
from specs_app.sql.dialects.base import Dialect, TypeRule, View
from specs_app.sql.home import Home

#: Lines that a client takes for itself wherever they stand: the end of a batch, and orders to sqlcmd, some without a colon.
CLIENT = re.compile(
    r"^[ \t]*(?:GO(?:[ \t]+\d+)?[ \t]*;?[ \t]*(?:--.*)?|:.*|!!.*|EXIT[ \t]*(?:\(.*)?|(?:QUIT|RESET|ED)[ \t]*)$",
    re.MULTILINE | re.IGNORECASE,
)


class Tsql(Dialect):
    """Names that begin with # are temporary; what hangs on a table or column is told by a system procedure."""

    def years_ago(self, years: int) -> str:
        return f"DATEADD(YEAR, -{years}, CAST(GETDATE() AS DATE))"

    def temporary_home(self, prefix: str, wanted: str) -> Home:
        asked = wanted.strip() if wanted.strip().startswith("#") else f"#{prefix}"
        return Home(asked, temporary=True)

    def referenced(self, home: Home, name: str) -> str:
        """Keys do not leave the database, which their syntax does not name."""
        return self.placed(Home(home.prefix, schema=home.schema), name)

    def primary_key(self, home: Home, name: str, columns: str) -> str:
        """Keys of temporary tables stay without a name, as sessions share one set of them."""
        return f"PRIMARY KEY ({columns})" if home.temporary else super().primary_key(home, name, columns)

    def foreign_key(self, table: str, rule: str) -> str:
        return f"ALTER TABLE {table} WITH NOCHECK ADD {rule}"

    def elapsed(self, start: str, end: str) -> str:
        return f"DATEDIFF(MILLISECOND, {start}, {end})"

    def notes(self, home: Home, name: str, refs: Sequence[tuple[str, str]], mark: str) -> list[str]:
        if home.temporary:
            return []
        schema = self.text(home.schema) if home.schema else "@schema"
        start = f"EXEC {self._of_database(home)}sys.sp_addextendedproperty @name = "
        place = (
            f"@level0type = N'SCHEMA', @level0name = {schema}, @level1type = N'TABLE', @level1name = {self.text(name)}"
        )
        found = [f"{start}N'shape', @value = {self.text(mark)}, {place}"]
        for column, ref in refs:
            level = f"@level2type = N'COLUMN', @level2name = {self.text(column)}"
            found.append(f"{start}N'item_ref', @value = {self.text(ref)}, {place}, {level}")
        if not home.schema:
            found[0] = f"{frames.SCHEMA}\n{found[0]}"
        return found

    def _of_database(self, home: Home) -> str:
        return f"{self.quote(home.database)}." if home.database else ""

    def unlink(self, home: Home) -> str:
        schema = self.text(home.schema) if home.schema else "SCHEMA_NAME()"
        return frames.UNLINK.format(
            db=self._of_database(home), schema=schema, length=self.length(home.prefix), prefix=self.text(home.prefix)
        )

    def drop_outdated(self, home: Home, name: str, mark: str) -> str:
        table = self.placed(home, name)
        known = f"class = 1 AND major_id = OBJECT_ID({self.text(table)}, N'U') AND minor_id = 0"
        return frames.OUTDATED.format(db=self._of_database(home), known=known, mark=self.text(mark), table=table)

    def if_missing(self, home: Home, name: str, statements: Sequence[str]) -> str:
        inner = "".join(f"{statement};\n" for statement in statements)
        return frames.MISSING.format(name=self.text(self.placed(home, name)), inner=inner)

    def emptied(self, home: Home, name: str) -> str:
        table = self.placed(home, name)
        return frames.EMPTIED.format(db=self._of_database(home), name=self.text(table), table=table)

    def procedure(self, home: Home, name: str, statements: Sequence[str]) -> str:
        inner = "".join(f"{self.inside(statement)}\n" for statement in statements)
        return frames.PROCEDURE.format(name=self.placed(home, name), inner=inner)

    def called(self, home: Home, name: str) -> str:
        return f"EXEC {self.placed(home, name)}"

    def views(self, home: Home, views: Iterable[View]) -> list[tuple[str, str]]:
        return [(view.name, f"CREATE OR ALTER VIEW {self.view(home, view)}") for view in views]

    def batches(self, script: str) -> list[str]:
        return [batch for batch in CLIENT.split(script.replace("\r", "\n")) if batch.strip()]


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
    clock="SYSDATETIME()",
    stamp="DATETIME2",
    usual_schema="dbo",
    batch="GO",
    quiet="SET NOCOUNT ON",
    frames=frames.FRAMES,
    advice=(
        "Needs SQL Server 2016 SP1 or later.",
        "Run the whole of it with SQL Server Management Studio or sqlcmd, which read each GO as the end of a batch.",
    ),
)
