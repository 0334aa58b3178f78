"""Attacks made by hand: each must be refused; the harmless beside them must pass."""

from __future__ import annotations

import pytest

from specs_app.sql.dialects import DIALECTS
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.dialects.oracle import DIALECT as ORACLE
from specs_app.sql.dialects.postgres import DIALECT as POSTGRES
from specs_app.sql.errors import UnsafeScript
from specs_app.sql.home import Home
from specs_app.sql.safety import prove, prove_piece

ATTACKS = [
    "DROP TABLE people",
    "DROP TABLE tst_a, people",
    "DROP TABLE dbo.tst_a",
    "DROP TABLE other..tst_a",
    "DROP TABLE tst_a CASCADE",
    "DROP VIEW people",
    "DROP VIEW tst_a CASCADE",
    "DROP SCHEMA tst_a",
    "DROP DATABASE tst_a",
    "DROP INDEX tst_a",
    "CREATE TABLE people (a INT)",
    "CREATE TABLE other.tst_a (a INT)",
    "CREATE TABLE tst_a AS SELECT 1 AS a",
    "CREATE VIEW people AS SELECT 1 AS a",
    "CREATE VIEW tst_a AS SELECT evil(a) AS a FROM t",
    "CREATE MATERIALIZED VIEW tst_a AS SELECT 1 AS a",
    "COMMENT ON COLUMN people.a IS 'x'",
    "COMMENT ON TABLE people IS 'x'",
    "COMMENT ON COLUMN a IS 'x'",
    "COMMENT ON SCHEMA tst_a IS 'x'",
    "CREATE INDEX i ON people (a)",
    "CREATE TABLE tst_a (a INT DEFAULT (pg_sleep(9)))",
    "CREATE TABLE tst_a (a INT REFERENCES people (a))",
    "ALTER TABLE people ADD CONSTRAINT c PRIMARY KEY (a)",
    "ALTER TABLE tst_a RENAME TO people",
    "ALTER TABLE tst_a DROP COLUMN a",
    "ALTER TABLE tst_a DROP CONSTRAINT c CASCADE",
    "ALTER TABLE tst_a ADD COLUMN a INT",
    "ALTER TABLE tst_a ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES people (a)",
    "INSERT INTO people (a) SELECT 1",
    "WITH tst_a AS (SELECT a FROM people) INSERT INTO tst_a (a) SELECT 1 AS a",
    "WITH x AS (SELECT evil(a) AS a FROM people) INSERT INTO tst_a (a) SELECT a FROM x",
    "INSERT INTO dbo.tst_a (a) SELECT 1",
    "INSERT INTO tst_a SELECT 1",
    "INSERT INTO tst_a (a) VALUES (1)",
    "UPDATE tst_a SET a = 1",
    "UPDATE people SET a = 1",
    "DELETE FROM people",
    "DELETE FROM tst_a WHERE a = 1",
    "DELETE FROM tst_a USING people",
    "TRUNCATE TABLE people",
    "TRUNCATE TABLE tst_a, people",
    "TRUNCATE TABLE tst_a CASCADE",
    "MERGE INTO people USING t ON a = b WHEN MATCHED THEN DELETE",
    "SELECT a INTO people FROM t",
    "SELECT a FROM t; DROP TABLE people",
    "EXEC xp_cmdshell 'x'",
    "EXEC sp_rename 'a', 'b'",
    "GRANT ALL ON tst_a TO public",
    "USE master",
    "SELECT sys.fn_evil(a) FROM t",
    "SELECT a.dbo.evil(b) FROM t",
    "SELECT evil(a) FROM t",
    "SELECT a FROM evil(1) AS t",
    "DROP TABLE tst_a; -- \nDROP TABLE people",
    "not sql at all (",
    "COMMIT",
    "BEGIN TRANSACTION",
]
POSTGRES_ATTACKS = [
    "COPY tst_a TO PROGRAM 'x'",
    "COPY people FROM '/etc/passwd'",
    "DO $$ BEGIN EXECUTE 'DROP TABLE people'; END $$",
    "WITH gone AS (DELETE FROM people RETURNING *) SELECT * FROM gone",
    "WITH gone AS (DELETE FROM people RETURNING a) INSERT INTO tst_a (a) SELECT a FROM gone",
    "INSERT INTO tst_a (a) WITH gone AS (DELETE FROM people RETURNING a) SELECT a FROM gone",
    "INSERT INTO tst_a (a) SELECT 1 ON CONFLICT (a) DO UPDATE SET a = 2",
    "INSERT INTO tst_a (a) SELECT 1 RETURNING evil(a)",
    "SELECT pg_read_file('x')",
    "SELECT lo_export(1, 'x')",
    "SELECT setval('s', 1)",
    "SELECT nextval('s')",
    "SELECT set_config('search_path', 'other', false)",
    "SET search_path TO other",
    "SELECT a FROM people FOR UPDATE",
    "SELECT * FROM dblink('x', 'DROP TABLE people') AS t(a INT)",
    "LOCK TABLE people",
    "CREATE TEMP TABLE tst_a (a INT)",
    "CREATE TABLE tst_a (a INT) INHERITS (people)",
    "CREATE TABLE tst_a (LIKE people)",
    "CREATE OR REPLACE FUNCTION tst_a() RETURNS void AS 'x' LANGUAGE sql",
    "CREATE EXTENSION dblink",
    "CREATE RULE r AS ON SELECT TO people DO INSTEAD NOTHING",
    "ALTER TABLE tst_a SET SCHEMA other",
    "ALTER TABLE tst_a OWNER TO x",
    "ALTER TABLE tst_a ADD CONSTRAINT c CHECK (evil(a))",
]
TSQL_ATTACKS = [
    "SELECT 1 AS a\nGO\nDROP TABLE people",
    "IF OBJECT_ID(N'a', N'U') IS NOT NULL DROP TABLE people",
    "IF evil() = 1 DROP TABLE tst_a",
    "IF OBJECT_ID(N'a', N'U') IS NOT NULL DROP TABLE tst_a ELSE DROP TABLE people",
    "INSERT INTO tst_a (a) EXEC evil",
    "INSERT INTO tst_a (a) OUTPUT inserted.a INTO people SELECT 1 AS a",
    "SELECT NEXT VALUE FOR s AS a",
    "SELECT a FROM OPENROWSET('x', 'y', 'z') AS t",
    "SELECT a FROM people WITH (TABLOCKX)",
    "DECLARE @a INT",
    "SELECT @a = 1",
    "BULK INSERT tst_a FROM 'x'",
    "ALTER TABLE tst_a SWITCH TO people",
    "WHILE 1 = 1 DROP TABLE tst_a",
    "SHUTDOWN",
]
HOME = Home("tst_")
PEOPLE = Home("people")
OTHER = Home("tst_", schema="other")


def blocks(dialect: Dialect) -> list[str]:
    """The blocks of a dialect, made for tables that are not ours, and ours with a part that was altered."""
    home, name = HOME, "tst_a"
    ours = dialect.ended(dialect.emptied(home, name))
    altered = ours.replace("DELETE FROM", "DELETE TOP (1) FROM"), ours.replace("TRUNCATE", "DROP")
    theirs = [dialect.unlink(PEOPLE), dialect.unlink(OTHER)]
    for place, table in ((home, "people"), (OTHER, name)):
        theirs += [
            dialect.emptied(place, table),
            dialect.drop_outdated(place, table, "x"),
            dialect.called(place, table),
        ]
        theirs += [
            dialect.procedure(place, table, ["DELETE FROM tst_a"]),
            *dialect.notes(place, table, [("a", "x")], "y"),
        ]
    evil = ["DELETE FROM people", "SELECT evil(a) FROM t"]
    theirs += [make(home, name, [statement]) for make in (dialect.if_missing, dialect.procedure) for statement in evil]
    return [*altered, *map(dialect.ended, theirs)]


FRAMED = ORACLE.ended(ORACLE.drop_table('"{}"'))
ORACLE_ATTACKS = [
    FRAMED.format("people"),
    FRAMED.format("tst_a"),
    FRAMED.replace("TABLE", "VIEW").format("PEOPLE"),
    FRAMED.replace("942", "1").format("TST_A"),
    FRAMED.replace("RAISE;", "RAISE; evil;").format("TST_A"),
    FRAMED.format('TST_A" CASCADE CONSTRAINTS "'),
    FRAMED.format('TST_A"; DROP TABLE "PEOPLE'),
    "BEGIN\n  EXECUTE IMMEDIATE 'DROP TABLE people';\nEND;\n/",
    "BEGIN evil; END;\n/",
    "DROP TABLE TST_A CASCADE CONSTRAINTS",
    "CREATE OR REPLACE PROCEDURE tst_a AS BEGIN NULL; END;",
    "CREATE GLOBAL TEMPORARY TABLE tst_a (a NUMBER)",
    "SELECT UTL_HTTP.REQUEST('x') FROM dual",
    "SELECT evil.TRUNC(a) FROM t",
    "SELECT a FROM people FOR UPDATE",
    "SELECT s.NEXTVAL FROM dual",
    "WITH x AS (SELECT s.nextval AS a FROM dual) SELECT a FROM x",
    "SELECT /*+ PARALLEL(8) */ a FROM people",
    "INSERT ALL INTO people (a) VALUES (1) SELECT 1 FROM dual",
    "INSERT INTO (SELECT a FROM people) (a) SELECT 1 FROM dual",
    "FLASHBACK TABLE people TO BEFORE DROP",
    "PURGE RECYCLEBIN",
    "LOCK TABLE people IN EXCLUSIVE MODE",
]
#: What only this product can be made to do, by its key.
OWN_ATTACKS = {"tsql": TSQL_ATTACKS, "postgres": POSTGRES_ATTACKS, "oracle": ORACLE_ATTACKS}
HARMLESS = [
    "DROP TABLE IF EXISTS tst_a",
    "CREATE TABLE tst_a (a INT NOT NULL, b INT NULL)",
    "ALTER TABLE tst_a ADD CONSTRAINT c PRIMARY KEY (a)",
    "ALTER TABLE tst_a ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES tst_b (a)",
    "CREATE INDEX i ON tst_a (a)",
    "INSERT INTO tst_a (a) SELECT COALESCE(s.a, 1) FROM other.people AS s",
    "WITH x AS (SELECT a FROM people) INSERT INTO tst_a (a) SELECT a FROM x",
    "CREATE VIEW tst_a (a) AS SELECT s.a FROM people AS s",
    "DROP VIEW IF EXISTS tst_a",
    "COMMENT ON COLUMN tst_a.a IS 'x'",
    "TRUNCATE TABLE tst_a",
    "DELETE FROM tst_a",
    "SELECT COUNT(*) FROM people WHERE NOT EXISTS (SELECT 1 FROM dbo.b)",
    "-- only a comment",
]


def cases(*groups: tuple[str, list[str]]) -> list[tuple[str, str]]:
    return [(dialect, text) for dialect, texts in groups for text in texts]


@pytest.mark.parametrize(
    ("dialect", "text"),
    cases(
        *((key, ATTACKS) for key in DIALECTS),
        *OWN_ATTACKS.items(),
    ),
)
def test_attack_is_refused(dialect: str, text: str) -> None:
    with pytest.raises(UnsafeScript):
        prove(text, dialect=DIALECTS[dialect], home=Home("tst_"))


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_block_of_ours_is_refused_around_what_is_not(dialect: str) -> None:
    for text in blocks(DIALECTS[dialect]):
        with pytest.raises(UnsafeScript):
            prove(text, dialect=DIALECTS[dialect], home=HOME)


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_block_of_ours_is_read_as_what_it_does(dialect: str) -> None:
    chosen = DIALECTS[dialect]
    for home in (HOME, OTHER):
        blocks = [chosen.unlink(home), chosen.emptied(home, "tst_a'b"), chosen.drop_outdated(home, "tst_a'b", "x")]
        blocks += [
            chosen.called(home, "tst_a'b"),
            chosen.if_missing(home, "tst_a", [chosen.create_table(home, "tst_a", "b INT")]),
        ]
        for block in (*blocks, *chosen.notes(home, "tst_a'b", [("it's", "x'y")], "z")):
            prove(chosen.ended(block), dialect=chosen, home=home, statements=1)
        whole = chosen.procedure(home, "tst_run", [*blocks[:2], blocks[3]])
        prove(chosen.ended(whole), dialect=chosen, home=home, statements=4)


def test_batch_ends_where_the_client_ends_it() -> None:
    prove("SELECT 1 AS a;\nGO\nDROP TABLE tst_a;\nGO\n", dialect=DIALECTS["tsql"], home=HOME, statements=2)
    for text in ("SELECT N'x\nGO\ny' AS a;\n", "SELECT 1 AS a /*\nGO\n*/;\n", "SELECT N'x\n:!! del' AS a;\n"):
        with pytest.raises(UnsafeScript):
            prove_piece(text, dialect=DIALECTS["tsql"], home=HOME, statements=1)


def test_every_dialect_is_attacked_in_its_own_words() -> None:
    assert OWN_ATTACKS.keys() == DIALECTS.keys()


@pytest.mark.parametrize(("dialect", "text"), cases(*((key, HARMLESS) for key in DIALECTS)))
def test_harmless_statement_passes(dialect: str, text: str) -> None:
    prove(text, dialect=DIALECTS[dialect], home=Home("tst_"))


def test_prefix_is_compared_as_the_server_reads_the_name() -> None:
    prove("DROP TABLE TST_a", dialect=POSTGRES, home=Home("tst_"))
    with pytest.raises(UnsafeScript):
        prove('DROP TABLE "TST_a"', dialect=POSTGRES, home=Home("tst_"))


def test_frame_is_taken_off_only_around_what_is_proved() -> None:
    for statement in (ORACLE.drop_table('"TST_A"'), ORACLE.drop_table('"TST_A\'S"')):
        prove(ORACLE.ended(statement), dialect=ORACLE, home=Home("tst_"), statements=1)
    literal = f"SELECT {ORACLE.text(FRAMED.format('TST_A'))} AS a FROM t"
    assert ORACLE.bare(literal) == literal
    name = f"SELECT {ORACLE.quote(FRAMED.format('TST_A'))} AS a FROM t"
    assert ORACLE.bare(name) == name


def test_more_statements_than_were_written_are_refused() -> None:
    with pytest.raises(UnsafeScript, match="reads as 2 statements, where 1"):
        prove("SELECT 1; SELECT 2", dialect=POSTGRES, home=Home("tst_"), statements=1)


@pytest.mark.parametrize("prefix", ["", " "])
def test_no_prefix_proves_nothing(prefix: str) -> None:
    with pytest.raises(UnsafeScript, match="no table prefix"):
        prove("SELECT 1", dialect=POSTGRES, home=Home(prefix))


def test_refusal_says_what_and_what_to_do() -> None:
    with pytest.raises(UnsafeScript, match=r"writes to 'people'.*Nothing was written"):
        prove("DROP TABLE people", dialect=POSTGRES, home=Home("tst_"))
