"""Oracle Database 19c. No server of it was at hand: its scripts are parsed and proved, not run."""

from __future__ import annotations

import string
from collections.abc import Sequence
from functools import reduce

from sqlglot import exp

from specs_app.sql.dialects import oracle_frames as frames
from specs_app.sql.dialects.base import Dialect, TypeRule
from specs_app.sql.home import Home

UPPER = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
#: What PL/SQL runs by ``EXECUTE IMMEDIATE`` alone.
DEFINING = ("CREATE ", "ALTER ", "DROP ", "COMMENT ", "TRUNCATE ")


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

    def is_ordered_by(self, text: str) -> bool:
        """SQL*Plus looks at each line by itself: a last semicolon, a stroke or an empty line ends the statement within quotes too,
        and what follows is run."""
        return len(f"{text}.".splitlines()) > 1

    def remark(self, line: str) -> str:
        """SQL*Plus asks for what follows ``&``, ends statements at a comment's semicolon, and joins lines at a last hyphen."""
        return line.replace("&", "and").replace(";", ",").rstrip(" -")

    def aliased(self, table: str, alias: str) -> str:
        return f"{table} {alias}"

    def drop_table(self, table: str) -> str:
        return frames.DROP.format(statement=self.text(f"DROP TABLE {table}"))

    def drop_temporary(self, table: str) -> list[str]:
        """Emptied first, as the session's own rows keep it."""
        return [frames.DROP.format(statement=self.text(f"TRUNCATE TABLE {table}")), self.drop_table(table)]

    def create_table(self, home: Home, name: str, columns: str) -> str:
        """A temporary table stays as an empty definition; its rows are the session's own."""
        whole = super().create_table(home, name, columns)
        if home.temporary:
            return whole.replace("CREATE TABLE", "CREATE GLOBAL TEMPORARY TABLE", 1) + " ON COMMIT PRESERVE ROWS"
        return whole

    def foreign_key(self, table: str, rule: str) -> str:
        return f"ALTER TABLE {table} ADD {rule} ENABLE NOVALIDATE"

    def unlink(self, home: Home) -> str:
        prefix = self.own(home.prefix)
        return frames.UNLINK.format(owner=self._owner(home), length=len(prefix), prefix=self.text(prefix))

    def _owner(self, home: Home) -> str:
        return self.text(home.schema) if home.schema else frames.HERE

    def drop_outdated(self, home: Home, name: str, mark: str) -> str:
        table = self.placed(home, name)
        return frames.OUTDATED.format(
            owner=self._owner(home),
            name=self.text(self.own(name)),
            mark=self.text(mark),
            statement=self.text(f"DROP TABLE {table}"),
        )

    def if_missing(self, home: Home, name: str, statements: Sequence[str]) -> str:
        inner = "".join(f"{self.inside(statement)}\n" for statement in statements)
        return frames.MISSING.format(owner=self._owner(home), name=self.text(self.own(name)), inner=inner)

    def emptied(self, home: Home, name: str) -> str:
        table = self.text(self.placed(home, name))[1:-1]
        return frames.EMPTIED.format(owner=self._owner(home), name=self.text(self.own(name)), table=table)

    def procedure(self, home: Home, name: str, statements: Sequence[str]) -> str:
        inner = "".join(f"{self.inside(statement)}\n" for statement in statements)
        return frames.PROCEDURE.format(name=self.placed(home, name), inner=inner)

    def called(self, home: Home, name: str) -> str:
        return f"BEGIN\n{self.placed(home, name)};\nEND"

    def inside(self, statement: str) -> str:
        return f"EXECUTE IMMEDIATE {self.text(statement)};" if statement.startswith(DEFINING) else f"{statement};"

    def years_ago(self, years: int) -> str:
        """A date of Oracle has a time, which is cut off."""
        return f"ADD_MONTHS(TRUNC(CURRENT_DATE), -{years * 12})"

    def insert(self, target: str, query: str, named: str = "") -> str:
        return f"{target}\n{named}{query}"

    def ended(self, statement: str) -> str:
        """A block ends in a line with a stroke besides."""
        return f"{statement};\n/" if statement.startswith(frames.STARTS) else f"{statement};"

    def spell(self, tree: exp.Expr) -> str:
        """CONCAT takes two texts only, so more are joined by ``||``."""
        return super().spell(tree.transform(_joined))


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
    incomparable=frozenset({"NCLOB", "BLOB"}),
    path_parts=3,
    reads=frozenset(
        {
            *(exp.Systimestamp, exp.LimitOptions, exp.DecodeCase, exp.Nvl2, exp.ToChar, exp.ToNumber, exp.StrToTime),
            *(exp.AddMonths, exp.MonthsBetween, exp.LastDay, exp.Initcap, exp.Pad, exp.Chr),
        }
    ),
    words=frozenset({"NEXTVAL"}),
    unlike=frozenset({exp.DPipe}),
    empty_is_null=True,
    clock="SYSTIMESTAMP",
    nowhere=" FROM DUAL",
    frames=frames.FRAMES,
    advice=(
        "Needs Oracle Database 12.2 or later; written for 19c, and not yet run on one.",
        "For SQL*Plus, SQLcl or SQL Developer (Run Script), which read the lines with a stroke. SET DEFINE OFF first.",
    ),
)
