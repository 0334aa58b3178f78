"""Oracle Database 19c. No server of it was at hand: its scripts are parsed and proved, not run."""

from __future__ import annotations

import re
import string
from functools import reduce

from sqlglot import exp

from specs_app.sql.dialects.base import Dialect, TypeRule

UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
OPENING = "BEGIN\n  EXECUTE IMMEDIATE "
#: No such table (ORA-00942), no such constraint (ORA-02443): what a first run meets.
CLOSING = ";\nEXCEPTION\n  WHEN OTHERS THEN IF SQLCODE NOT IN (-942, -2443) THEN RAISE; END IF;\nEND"
NAME = r'"(?:[^"\'\n]|\'\')+"'
FRAME = re.compile(
    rf"^{re.escape(OPENING)}'((?:DROP TABLE|ALTER TABLE {NAME} DROP CONSTRAINT) {NAME})'{re.escape(CLOSING)};\n/$",
    re.MULTILINE,
)


class Oracle(Dialect):
    """Names are read in upper case, no table is dropped "if it exists", and ``||`` takes NULL for an empty text."""

    def folded(self, name: str) -> str:
        return name.upper()

    def own(self, name: str) -> str:
        """In upper case, so that queries need no quotes. Only a to z: other letters could fall together or grow longer."""
        return name.translate(UPPER)

    def usable(self, name: str) -> bool:
        """Oracle has no way to write a quotation mark in a name."""
        return '"' not in name and super().usable(name)

    def remark(self, line: str) -> str:
        """SQL*Plus asks for what follows ``&``, ends statements at a comment's semicolon, and joins lines at a last hyphen."""
        return line.replace("&", "and").replace(";", ",").rstrip(" -")

    def aliased(self, table: str, alias: str) -> str:
        return f"{table} {alias}"

    def drop_table(self, table: str) -> str:
        return self._framed(f"DROP TABLE {table}")

    def drop_key(self, table: str, name: str) -> str:
        return self._framed(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def _framed(self, statement: str) -> str:
        """A statement in a block that forgives it what is not there."""
        return f"{OPENING}{self.text(statement)}{CLOSING}"

    def years_ago(self, years: int) -> str:
        """A date of Oracle has a time, which is cut off."""
        return f"ADD_MONTHS(TRUNC(CURRENT_DATE), -{years * 12})"

    def insert(self, target: str, query: str, named: str = "") -> str:
        return f"{target}\n{named}{query}"

    def ended(self, statement: str) -> str:
        """A block ends in a line with a stroke besides."""
        return f"{statement};\n/" if statement.startswith(OPENING) else f"{statement};"

    def spell(self, tree: exp.Expr) -> str:
        """CONCAT takes two texts only, so more are joined by ``||``."""
        return super().spell(tree.transform(_joined))

    def bare(self, script: str) -> str:
        """Drops without their block. It cannot stand in a name, a literal or a comment: these hold no bare mark or no line end."""
        return FRAME.sub(lambda found: found[1].replace("''", "'") + ";", script)


def _joined(node: exp.Expr) -> exp.Expr:
    if not isinstance(node, exp.Concat):
        return node
    inner = [part.transform(_joined) for part in node.expressions]
    parts = [exp.Paren(this=part) if isinstance(part, exp.Binary) else part for part in inner]
    joined = reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)
    return joined if isinstance(node.parent, exp.Paren) else exp.Paren(this=joined)


DIALECT = Oracle(
    key="oracle",
    parser="oracle",
    name_limit=128,
    measure="bytes",
    variables=("$(", "&"),
    types={
        "text": TypeRule("NCLOB", "NVARCHAR2({})", 2000, key="NVARCHAR2(450)"),
        "char": TypeRule("NCLOB", "NCHAR({})", 1000, key="NVARCHAR2(450)"),
        "integer": TypeRule("NUMBER(10)"),
        "float": TypeRule("DOUBLE PRECISION"),
        "decimal": TypeRule("NUMBER"),
        "date": TypeRule("DATE"),
        "datetime": TypeRule("TIMESTAMP"),
        "boolean": TypeRule("NUMBER(1)"),
        "binary": TypeRule("BLOB", "RAW({})", 2000, key="RAW(900)"),
        "unknown": TypeRule("NCLOB", key="NVARCHAR2(450)"),
    },
    spelled={"bigint": "NUMBER(19)"},
    unindexed=frozenset({"NCLOB", "BLOB"}),
    path_parts=3,
    reads=frozenset(
        {
            *(exp.LimitOptions, exp.DecodeCase, exp.Nvl2, exp.ToChar, exp.ToNumber, exp.StrToTime),
            *(exp.AddMonths, exp.MonthsBetween, exp.LastDay, exp.Initcap, exp.Pad, exp.Chr),
        }
    ),
    words=frozenset({"NEXTVAL"}),
    unlike=frozenset({exp.DPipe}),
    empty_is_null=True,
    advice=(
        "Needs Oracle Database 12.2 or later; written for 19c, and not yet run on one.",
        "For SQL*Plus, SQLcl or SQL Developer (Run Script), which read the lines with a stroke. SET DEFINE OFF first.",
    ),
)
