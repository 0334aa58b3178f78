"""The blocks of PostgreSQL scripts, as ``postgres.py`` writes them and as the proof takes them off."""

from __future__ import annotations

import re
from itertools import count

from specs_app.sql.dialects.frames import LITERAL, Frame, framed, unescaped

NAME = r'"(?:[^"\n]|"")+"'
TABLE = rf"{NAME}(?:\.{NAME})?"
TEXT = rf"'{LITERAL}'"
TAG = r"\$own\d*\$"
HERE = "current_schema()::regnamespace"

UNLINK = """DECLARE
    k record;
BEGIN
FOR k IN
    SELECT c.oid::regclass AS child, f.conname FROM pg_constraint AS f
    INNER JOIN pg_class AS c ON f.conrelid = c.oid
    INNER JOIN pg_class AS p ON f.confrelid = p.oid AND c.relnamespace = p.relnamespace
    WHERE f.contype = 'f' AND c.relnamespace = {schema}
    AND left(c.relname, {length}) = {prefix} AND left(p.relname, {length}) = {prefix}
LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.child, k.conname);
END LOOP;
END"""
OUTDATED = """BEGIN
IF obj_description(to_regclass({name}), 'pg_class') IS DISTINCT FROM {mark} THEN
    DROP TABLE IF EXISTS {table};
END IF;
END"""
EMPTIED = """BEGIN
IF EXISTS (
    SELECT 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = to_regclass({name}) AND conrelid <> confrelid
) THEN
    DELETE FROM {table};
ELSE
    TRUNCATE TABLE {table};
END IF;
END"""
MISSING = """BEGIN
IF to_regclass({name}) IS NULL THEN
{inner}END IF;
END"""
PROCEDURE = """CREATE OR REPLACE PROCEDURE {name}()
LANGUAGE plpgsql AS {tag}
BEGIN
{inner}END
{tag}"""


def tag_for(text: str) -> str:
    """Marks around a text of another language that do not stand in it."""
    tags = ("$own$", *(f"$own{number}$" for number in range(2, 10)))
    return next((tag for tag in tags if tag not in text), None) or _rare(text)


def _rare(text: str) -> str:
    return next(tag for number in count(10) if (tag := f"$own{number}$") not in text)


def _unlinked(found: re.Match[str]) -> str:
    """As the drop of a key of a table that is called like the prefix."""
    schema = f"{unescaped(found['named'])}." if found["named"] else ""
    prefix = unescaped(found["prefix"][1:-1]).replace('"', '""')
    return f'ALTER TABLE {schema}"{prefix}" DROP CONSTRAINT "k";'


def _named(found: re.Match[str]) -> str:
    """What is made or called must be named as our tables are."""
    return f'ALTER TABLE {found["name"]} DROP CONSTRAINT "k";'


SCHEMA = rf"(?:current_schema\(\)::regnamespace|to_regnamespace\('(?P<named>\"{LITERAL}\")'\))"
LINES = r"(?:(?!END IF;$).*\n)*?"
DO = re.compile(rf"^DO (?P<tag>{TAG})\n(?P<inner>(?:(?!(?P=tag)).)*?)\n(?P=tag);$", re.MULTILINE | re.DOTALL)
STORED = re.compile(
    rf"^CREATE OR REPLACE PROCEDURE (?P<name>{TABLE})\(\)\nLANGUAGE plpgsql AS (?P<tag>{TAG})\nBEGIN\n"
    r"(?P<inner>(?:(?!(?P=tag)).)*?)END\n(?P=tag);$",
    re.MULTILINE | re.DOTALL,
)
FRAMES = (
    Frame(STORED, lambda found: f"{_named(found)}\n{found['inner']}"),
    Frame(DO, lambda found: found["inner"]),
    Frame(framed("CALL {name}();", name=TABLE), _named),
    Frame(framed(f"{UNLINK};", schema=SCHEMA, length=r"\d+", prefix=TEXT), _unlinked),
    Frame(framed(f"{OUTDATED};", name=TEXT, mark=TEXT, table=TABLE), lambda found: f"DROP TABLE {found['table']};"),
    Frame(framed(f"{EMPTIED};", name=TEXT, table=TABLE), lambda found: f"TRUNCATE TABLE {found['table']};"),
    Frame(re.compile(r"\bclock_timestamp\(\)"), lambda _: "CURRENT_TIMESTAMP"),
    Frame(framed(f"{MISSING};", name=TEXT, inner=LINES), lambda found: found["inner"]),
)
