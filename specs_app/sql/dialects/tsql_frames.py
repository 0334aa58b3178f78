"""The blocks of SQL Server scripts, as ``tsql.py`` writes them and as the proof takes them off."""

from __future__ import annotations

import re

from specs_app.sql.dialects.frames import LITERAL, Frame, framed, unescaped

NAME = r"\[(?:[^\]\n]|\]\])+\]"
TABLE = rf"{NAME}(?:\.{NAME}){{0,2}}"
DATABASE = rf"(?:{NAME}\.)?"
TEXT = rf"N'{LITERAL}'"
SCHEMA = "DECLARE @schema SYSNAME = SCHEMA_NAME();"

UNLINK = """DECLARE @unlink NVARCHAR(MAX) = N'';
SELECT @unlink = @unlink + N'ALTER TABLE ' + QUOTENAME(s.name) + N'.' + QUOTENAME(c.name)
    + N' DROP CONSTRAINT ' + QUOTENAME(k.name) + N';'
FROM {db}sys.foreign_keys AS k
INNER JOIN {db}sys.tables AS c ON k.parent_object_id = c.object_id
INNER JOIN {db}sys.tables AS p ON k.referenced_object_id = p.object_id
INNER JOIN {db}sys.schemas AS s ON c.schema_id = s.schema_id AND p.schema_id = s.schema_id
WHERE s.name = {schema} AND LEFT(c.name, {length}) = {prefix} AND LEFT(p.name, {length}) = {prefix};
EXEC {db}sys.sp_executesql @unlink"""
OUTDATED = """IF NOT EXISTS (SELECT 1 FROM {db}sys.extended_properties WHERE {known} AND name = N'shape' AND value = {mark})
    DROP TABLE IF EXISTS {table}"""
EMPTIED = """IF EXISTS (SELECT 1 FROM {db}sys.foreign_keys WHERE referenced_object_id = OBJECT_ID({name}, N'U'))
    DELETE FROM {table};
ELSE
    TRUNCATE TABLE {table}"""
MISSING = """IF OBJECT_ID({name}, N'U') IS NULL
BEGIN
{inner}END"""
PROCEDURE = """CREATE OR ALTER PROCEDURE {name} AS
BEGIN
{inner}END"""

KNOWN = rf"class = 1 AND major_id = OBJECT_ID\({TEXT}, N'U'\) AND minor_id = 0"
PROPERTY = re.compile(
    rf"^EXEC (?P<db>{DATABASE})sys\.sp_addextendedproperty @name = N'(?:item_ref|shape)', @value = (?P<value>{TEXT}), "
    rf"@level0type = N'SCHEMA', @level0name = (?:@schema|N'(?P<schema>{LITERAL})'), "
    rf"@level1type = N'TABLE', @level1name = N'(?P<table>{LITERAL})'"
    rf"(?:, @level2type = N'COLUMN', @level2name = N'(?P<column>{LITERAL})')?;$",
    re.MULTILINE,
)


def _quoted(name: str) -> str:
    return f"[{unescaped(name).replace(']', ']]')}]"


def _property(found: re.Match[str]) -> str:
    """As the comment that other products have for it."""
    names = [_quoted(found[part]) for part in ("schema", "table", "column") if found[part]]
    kind = "COLUMN" if found["column"] else "TABLE"
    return f"COMMENT ON {kind} {found['db']}{'.'.join(names)} IS {found['value']};"


def _unlinked(found: re.Match[str]) -> str:
    """As the drop of a key of a table that is called like the prefix."""
    schema = f"{_quoted(found['schema'][2:-1])}." if found["schema"].startswith("N'") else ""
    return f"ALTER TABLE {found['db']}{schema}{_quoted(found['prefix'][2:-1])} DROP CONSTRAINT [k];"


def _named(found: re.Match[str]) -> str:
    """What is made or called must be named as our tables are."""
    return f"ALTER TABLE {found['name']} DROP CONSTRAINT [k];"


LINES = r"(?:(?!END;$).*\n)*?"
FRAMES = (
    Frame(framed(f"{PROCEDURE};", name=TABLE, inner=r"(?:.*\n)*"), lambda found: f"{_named(found)}\n{found['inner']}"),
    Frame(framed(f"{MISSING};", name=TEXT, inner=LINES), lambda found: found["inner"]),
    Frame(framed("EXEC {name};", name=TABLE), _named),
    Frame(re.compile(rf"^{re.escape(SCHEMA)}$", re.MULTILINE), lambda _: ""),
    Frame(PROPERTY, _property),
    Frame(
        framed(f"{UNLINK};", db=DATABASE, schema=rf"(?:SCHEMA_NAME\(\)|{TEXT})", length=r"\d+", prefix=TEXT), _unlinked
    ),
    Frame(
        framed(f"{OUTDATED};", db=DATABASE, known=KNOWN, mark=TEXT, table=TABLE),
        lambda found: f"DROP TABLE {found['table']};",
    ),
    Frame(
        framed(f"{EMPTIED};", db=DATABASE, name=TEXT, table=TABLE), lambda found: f"TRUNCATE TABLE {found['table']};"
    ),
    Frame(
        re.compile(rf"^(ALTER TABLE {TABLE}) WITH NOCHECK (ADD CONSTRAINT {NAME} FOREIGN KEY )", re.MULTILINE),
        lambda found: f"{found[1]} {found[2]}",
    ),
    Frame(re.compile(r"^SET NOCOUNT ON;$", re.MULTILINE), lambda _: "SELECT 1 AS quiet;"),
)
