"""PostgreSQL."""

from __future__ import annotations

from specs_app.sql.dialects.base import Dialect, TypeRule


class Postgres(Dialect):
    """PostgreSQL reads names in lower case."""

    def folded(self, name: str) -> str:
        return name.lower()


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
    late_key=" NOT VALID",
    advice=(
        "Run it in one transaction (psql --single-transaction), so that a failure leaves the earlier tables in place.",
    ),
)
