"""PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from specs_app.sql.dialects import postgres_frames as frames
from specs_app.sql.dialects.base import Dialect, TypeRule, View
from specs_app.sql.home import Home


class Postgres(Dialect):
    """PostgreSQL reads names in lower case, and what is not plain SQL in a block of its own language."""

    def folded(self, name: str) -> str:
        return name.lower()

    def temporary_home(self, prefix: str, wanted: str) -> Home:  # noqa: ARG002
        """In the schema that is the session's own, so that no lasting table of the same name is meant."""
        return Home(prefix, schema="pg_temp", temporary=True)

    def foreign_key(self, table: str, rule: str) -> str:
        return f"ALTER TABLE {table} ADD {rule} NOT VALID"

    def unlink(self, home: Home) -> str:
        schema = f"to_regnamespace({self.text(self.quote(home.schema))})" if home.schema else frames.HERE
        prefix = self.own(home.prefix)
        return frames.UNLINK.format(schema=schema, length=len(prefix), prefix=self.text(prefix))

    def drop_outdated(self, home: Home, name: str, mark: str) -> str:
        table = self.placed(home, name)
        return frames.OUTDATED.format(name=self.text(table), mark=self.text(mark), table=table)

    def if_missing(self, home: Home, name: str, statements: Sequence[str]) -> str:
        inner = "".join(f"{statement};\n" for statement in statements)
        return frames.MISSING.format(name=self.text(self.placed(home, name)), inner=inner)

    def emptied(self, home: Home, name: str) -> str:
        table = self.placed(home, name)
        return frames.EMPTIED.format(name=self.text(table), table=table)

    def procedure(self, home: Home, name: str, statements: Sequence[str]) -> str:
        inner = "".join(f"{self.inside(statement)}\n" for statement in statements)
        return frames.PROCEDURE.format(name=self.placed(home, name), tag=frames.tag_for(inner), inner=inner)

    def called(self, home: Home, name: str) -> str:
        return f"CALL {self.placed(home, name)}()"

    def views(self, home: Home, views: Iterable[View]) -> list[tuple[str, str]]:
        """Dropped first, in the other order, as a view is not replaced by one of other columns."""
        made = list(views)
        drops = [(view.name, f"DROP VIEW IF EXISTS {self.placed(home, view.name)}") for view in reversed(made)]
        return drops + [(view.name, f"CREATE VIEW {self.view(home, view)}") for view in made]

    def ended(self, statement: str) -> str:
        if statement.startswith(("BEGIN\n", "DECLARE\n")):
            tag = frames.tag_for(statement)
            return f"DO {tag}\n{statement};\n{tag};"
        return f"{statement};"


DIALECT = Postgres(
    key="postgres",
    parser="postgres",
    name_limit=63,
    measure="bytes",
    types={
        "text": TypeRule("text", "varchar({})", 10_485_760),
        "char": TypeRule("text", "char({})", 10_485_760),
        "integer": TypeRule("integer"),
        "float": TypeRule("double precision"),
        "decimal": TypeRule("numeric"),
        "date": TypeRule("date"),
        "datetime": TypeRule("timestamp"),
        "boolean": TypeRule("boolean"),
        "binary": TypeRule("bytea"),
        "unknown": TypeRule("text"),
    },
    spelled={"bigint": "bigint"},
    convert=frozenset({"integer", "float", "decimal", "date", "datetime", "boolean", "binary"}),
    path_parts=3,
    clock="clock_timestamp()",
    stamp="timestamp",
    frames=frames.FRAMES,
    advice=(
        "Needs PostgreSQL 12 or later.",
        "Run it in one transaction (psql --single-transaction), so that a failure leaves the earlier tables in place.",
    ),
)
