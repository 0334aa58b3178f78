"""Bodies that could do harm, by the real road: a draft says at which line why not, and none of them can be handed in."""

from __future__ import annotations

from typing import Any

import pytest

from changes_app.models import ChangeRequest
from tests.drivers import World
from tests.integration.api.conftest import as_person, problem

pytestmark = pytest.mark.one_database

#: Systems of the example: one on SQL Server, one on PostgreSQL.
TSQL, POSTGRES = "larchway", "kestrel"
BOTH = (TSQL, POSTGRES)
HEAD = "-- Scope: all, as teams are few\n"
SELECT = f"{HEAD}SELECT t.NO AS team_team_id,\n    t.NAME AS team_title\nFROM TEAMS t"

NAMED = "SELECT NO AS team_team_id FROM x"
#: What is tried: where, the body, and the line (from 1) at which it is refused; 0 for none that can be known.
HOSTILE: dict[str, tuple[tuple[str, ...], str, int]] = {
    "delete": (BOTH, f"{HEAD}DELETE FROM TEAMS", 2),
    "update": (BOTH, f"{HEAD}UPDATE TEAMS SET NAME = 'x'", 2),
    "drop": (BOTH, f"{HEAD}DROP TABLE TEAMS", 2),
    "truncate": (BOTH, f"{HEAD}TRUNCATE TABLE TEAMS", 2),
    "into a new table": (BOTH, SELECT.replace("FROM TEAMS", "INTO taken FROM TEAMS"), 4),
    "second statement": (BOTH, f"{SELECT};\nDROP TABLE TEAMS", 4),
    "second statement without a mark": ((TSQL,), f"{SELECT}\nDROP TABLE TEAMS", 5),
    "comment that ends early": (BOTH, f"{SELECT}\n/* x */ ; DELETE FROM TEAMS /* y */", 5),
    "comment that never ends": (BOTH, f"{SELECT}\n/* x", 5),
    "quote that never ends": (BOTH, f"{SELECT}\nWHERE t.NAME = 'x", 5),
    "delete in a named query": ((POSTGRES,), f"{HEAD}WITH x AS (\nDELETE FROM TEAMS RETURNING NO)\n{NAMED}", 3),
    "insert in a named query": ((POSTGRES,), f"{HEAD}WITH x AS (\nINSERT INTO T (NO) VALUES (1) RETURNING NO)\n{NAMED}", 3),
    "for update": ((POSTGRES,), f"{SELECT}\nFOR UPDATE", 2),
    "pg_read_file": ((POSTGRES,), SELECT.replace("t.NAME", "pg_read_file('/etc/passwd')"), 3),
    "pg_sleep": ((POSTGRES,), SELECT.replace("t.NAME", "pg_sleep(100)"), 3),
    "set_config": ((POSTGRES,), SELECT.replace("t.NAME", "set_config('role', 'x', false)"), 3),
    "nextval": ((POSTGRES,), SELECT.replace("t.NAME", "nextval('s')"), 3),
    "lo_export": ((POSTGRES,), SELECT.replace("t.NAME", "lo_export(1, '/tmp/x')"), 3),
    "lo_import in a condition": ((POSTGRES,), f"{SELECT}\nWHERE lo_import('/etc/passwd') > 0", 5),
    "dblink": ((POSTGRES,), SELECT.replace("TEAMS t", "dblink('host=x', 'SELECT 1') AS t (NO int, NAME text)"), 4),
    "query_to_xml": ((POSTGRES,), SELECT.replace("t.NAME", "query_to_xml('DELETE FROM x', true, true, '')"), 3),
    "pg_terminate_backend": ((POSTGRES,), SELECT.replace("t.NAME", "pg_terminate_backend(1)"), 3),
    "function of a schema": ((POSTGRES,), SELECT.replace("t.NAME", "public.anything(1)"), 3),
    "copy": ((POSTGRES,), f"{HEAD}COPY TEAMS TO PROGRAM 'rm -rf /'", 2),
    "do block": ((POSTGRES,), f"{HEAD}DO $$ BEGIN DELETE FROM TEAMS; END $$", 2),
    "xp_cmdshell": ((TSQL,), f"{HEAD}EXEC xp_cmdshell 'dir'", 2),
    "xp_cmdshell behind a SELECT": ((TSQL,), f"{SELECT}\nEXEC master..xp_cmdshell 'dir'", 5),
    "xp as a function": ((TSQL,), SELECT.replace("t.NAME", "dbo.xp_cmdshell('dir')"), 3),
    "sp_executesql": ((TSQL,), f"{HEAD}EXEC sp_executesql N'DELETE FROM TEAMS'", 2),
    "openrowset": ((TSQL,), SELECT.replace("TEAMS t", "OPENROWSET('SQLNCLI', 'x', 'SELECT 1') t"), 4),
    "openrowset of a file": ((TSQL,), SELECT.replace("TEAMS t", "OPENROWSET(BULK 'c:\\x', SINGLE_CLOB) t"), 4),
    "openquery": ((TSQL,), SELECT.replace("TEAMS t", "OPENQUERY(SRV, 'DELETE FROM x') t"), 4),
    "opendatasource": ((TSQL,), SELECT.replace("TEAMS t", "OPENDATASOURCE('SQLNCLI', 'x').a.b.c t"), 4),
    "waitfor": ((TSQL,), f"{HEAD}WAITFOR DELAY '01:00'", 2),
    "shutdown": ((TSQL,), f"{HEAD}SHUTDOWN WITH NOWAIT", 2),
    "function of sys": ((TSQL,), SELECT.replace("t.NAME", "sys.fn_get_sql(1)"), 3),
    "next value": ((TSQL,), SELECT.replace("t.NAME", "NEXT VALUE FOR dbo.s"), 3),
    "lock hint": ((TSQL,), SELECT.replace("TEAMS t", "TEAMS t WITH (TABLOCKX, HOLDLOCK)"), 4),
    "grant": (BOTH, f"{HEAD}GRANT ALL ON TEAMS TO public", 2),
    "nothing": (BOTH, "-- only a comment", 0),
}  # fmt: skip
CASES = [
    pytest.param(cms, sql, line, id=f"{name}-{cms}")
    for name, (systems, sql, line) in HOSTILE.items()
    for cms in systems
]


def proposal(cms: str, sql: str, *, submit: bool) -> dict[str, Any]:
    edits = [{"action": "set_extract", "target": f"{cms}/ysd_team", "values": {"sql": sql}}]
    return {"title": "A body", "reason": "To see", "benefit": "None", "edits": edits, "submit": submit}


@pytest.mark.parametrize(("cms", "sql", "line"), CASES)
def test_hostile_body_cannot_be_handed_in_and_the_line_is_said(world: World, cms: str, sql: str, line: int) -> None:
    answer = problem(as_person("ysd", world.people.proposer).post("changes/", proposal(cms, sql, submit=True)), 400)
    told = [error["detail"] for error in answer["errors"]]
    assert len(told) == 1, told
    assert told[0].startswith(f"Line {line}: " if line else "There is no statement")
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize("name", ["delete", "pg_read_file", "second statement"])
def test_draft_of_a_hostile_body_says_why_and_stays_a_draft(world: World, name: str) -> None:
    pat, (_, sql, line) = as_person("ysd", world.people.proposer), HOSTILE[name]
    draft = pat.post("changes/", proposal(POSTGRES, sql, submit=False)).json()
    (grave,) = [found for found in draft["problems"] if found["severity"] == "error"]
    assert (grave["line"], grave["rule"]) == (line, "extract-fault")
    assert grave["remedy"]
    assert problem(pat.post(f"changes/{draft['id']}/submit/"), 400)["errors"]
    assert pat.get(f"changes/{draft['id']}/").json()["status"] == "draft"


@pytest.mark.parametrize("cms", BOTH)
def test_sound_body_is_handed_in(world: World, cms: str) -> None:
    """What only reads may name another database, or another server."""
    sql = SELECT.replace("TEAMS t", "SRV.crm.dbo.TEAMS t" if cms == TSQL else "crm.TEAMS t")
    answer = as_person("ysd", world.people.proposer).post("changes/", proposal(cms, sql, submit=True)).json()
    assert answer["status"] == "submitted", answer
