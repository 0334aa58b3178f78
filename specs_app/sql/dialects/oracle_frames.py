"""The blocks of Oracle scripts, as ``oracle.py`` writes them and as the proof takes them off."""

from __future__ import annotations

import re

from specs_app.sql.dialects.frames import LITERAL, Frame, framed, unescaped

NAME = r'"[^"\n]+"'
TABLE = rf"{NAME}(?:\.{NAME})?"
TEXT = rf"'{LITERAL}'"
LONG = r"'(?:[^']|'')*'"
HERE = "SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')"
STARTS = ("BEGIN\n", "DECLARE\n", "CREATE OR REPLACE PROCEDURE ")

#: No such table (ORA-00942), no such constraint (ORA-02443): what a first run meets.
DROP = """BEGIN
  EXECUTE IMMEDIATE {statement};
EXCEPTION
  WHEN OTHERS THEN IF SQLCODE NOT IN (-942, -2443) THEN RAISE; END IF;
END"""
UNLINK = """BEGIN
  FOR k IN (
    SELECT c.owner, c.table_name, c.constraint_name FROM all_constraints c
    INNER JOIN all_constraints p ON c.r_constraint_name = p.constraint_name AND c.r_owner = p.owner AND c.owner = p.owner
    WHERE c.constraint_type = 'R' AND c.owner = {owner}
    AND SUBSTR(c.table_name, 1, {length}) = {prefix} AND SUBSTR(p.table_name, 1, {length}) = {prefix}
  ) LOOP
    EXECUTE IMMEDIATE 'ALTER TABLE "' || k.owner || '"."' || k.table_name || '" DROP CONSTRAINT "' || k.constraint_name || '"';
  END LOOP;
END"""
OUTDATED = """DECLARE
  found NUMBER;
  marked NUMBER;
BEGIN
  SELECT COUNT(*) INTO found FROM all_tables WHERE owner = {owner} AND table_name = {name};
  SELECT COUNT(*) INTO marked FROM all_tab_comments WHERE owner = {owner} AND table_name = {name} AND comments = {mark};
  IF found > 0 AND marked = 0 THEN
    EXECUTE IMMEDIATE {statement};
  END IF;
END"""
EMPTIED = """DECLARE
  found NUMBER;
BEGIN
  SELECT COUNT(*) INTO found FROM all_constraints c
  INNER JOIN all_constraints p ON c.r_constraint_name = p.constraint_name AND c.r_owner = p.owner
  WHERE c.constraint_type = 'R' AND p.owner = {owner} AND p.table_name = {name} AND c.table_name <> p.table_name;
  IF found = 0 THEN
    EXECUTE IMMEDIATE 'TRUNCATE TABLE {table}';
  ELSE
    EXECUTE IMMEDIATE 'DELETE FROM {table}';
  END IF;
END"""
MISSING = """DECLARE
  found NUMBER;
BEGIN
  SELECT COUNT(*) INTO found FROM all_tables WHERE owner = {owner} AND table_name = {name};
  IF found = 0 THEN
{inner}  END IF;
END"""
PROCEDURE = """CREATE OR REPLACE PROCEDURE {name} AS
BEGIN
{inner}END"""


def _statement(found: re.Match[str]) -> str:
    return f"{unescaped(found['statement'][1:-1])};"


def _unlinked(found: re.Match[str]) -> str:
    """As the drop of a key of a table that is called like the prefix."""
    schema = f'"{unescaped(found["owner"][1:-1])}".' if found["owner"] != HERE else ""
    return f'ALTER TABLE {schema}"{unescaped(found["prefix"][1:-1])}" DROP CONSTRAINT "k";'


def _named(found: re.Match[str]) -> str:
    """What is made or called must be named as our tables are."""
    return f'ALTER TABLE {found["name"]} DROP CONSTRAINT "k";'


OWNER = rf"(?:SYS_CONTEXT\('USERENV', 'CURRENT_SCHEMA'\)|{TEXT})"
LINES = r"(?:(?!  END IF;$)[^\0])*?"
FRAMES = (
    Frame(
        framed(f"{PROCEDURE};\n/", name=TABLE, inner=r"(?:(?!END;\n/$)[^\0])*?"),
        lambda found: f"{_named(found)}\n{found['inner']}",
    ),
    *(Frame(framed(f"BEGIN\n{{name}};\nEND;{end}", name=TABLE), _named) for end in ("\n/", "")),
    *(Frame(framed(f"{UNLINK};{end}", owner=OWNER, length=r"\d+", prefix=TEXT), _unlinked) for end in ("\n/", "")),
    Frame(framed(f"{DROP};\n/", statement=TEXT), _statement),
    Frame(framed(f"{OUTDATED};\n/", owner=OWNER, name=TEXT, mark=TEXT, statement=TEXT), _statement),
    *(
        Frame(
            framed(f"{EMPTIED};{end}", owner=OWNER, name=TEXT, table=LITERAL),
            lambda found: f"TRUNCATE TABLE {unescaped(found['table'])};",
        )
        for end in ("\n/", "")
    ),
    Frame(framed(f"{MISSING};\n/", owner=OWNER, name=TEXT, inner=LINES), lambda found: found["inner"]),
    Frame(framed("EXECUTE IMMEDIATE {statement};", statement=LONG), _statement),
    Frame(
        re.compile(rf"^(ALTER TABLE {TABLE} ADD CONSTRAINT {NAME} FOREIGN KEY .*) ENABLE NOVALIDATE;$", re.MULTILINE),
        lambda found: f"{found[1]};",
    ),
)
