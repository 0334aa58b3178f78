"""The form of SQL: a text as long as one may be, a check that saves nothing, builds, removal, and a conflict of two texts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.workflow import Status
from specs_app.document.extracts import LONGEST
from tests.drivers import World

pytestmark = pytest.mark.one_database
HEAD = "-- Scope: all\nSELECT TEAM_CODE AS team_team_id FROM dbo.ORG_TEAM\n"
LONG = HEAD + "-- so that it is long\n" * ((LONGEST - len(HEAD)) // 22)


def body(sql: str, target: str = "larchway/ysd_team") -> tuple[dict[str, Any], ...]:
    return ({"action": "set_extract", "target": target, "values": {"sql": sql}},)


def client_of(change: ChangeRequest) -> Client:
    client = Client()
    client.force_login(change.proposer)
    return client


def edits(change: ChangeRequest) -> list[tuple[str, str, str]]:
    rows = [row.as_json() for row in change.edits.all()]
    return [(row["action"], row["target"], row["values"].get("sql", "")) for row in rows]


def test_longest_text_is_checked_saved_opened_again_and_published(world: World) -> None:
    change = world.draft(edits=())
    client, path = (
        client_of(change),
        f"{change.get_absolute_url()}edits/new/?form=object_sql&target=ysd_team&cms=larchway",
    )
    sent = {"sql": LONG.replace("\n", "\r\n"), "variant": ""}
    checked = client.post(path, {**sent, "check": "sql"}).content.decode()
    assert "It fills 1 of 4 items." in checked
    assert "Column team_title is missing: it stays NULL." in checked
    assert edits(change) == []
    assert client.post(path, sent).status_code == 302
    assert edits(change) == [("set_extract", "larchway/ysd_team", LONG)]
    again = client.get(f"{change.get_absolute_url()}edits/0/").content.decode()
    assert again.count("-- so that it is long") >= LONG.count("\n") - 2
    draft = client.get(f"{change.get_absolute_url()}draft/").content.decode()
    assert "Set the SQL of Larchway Casework for ysd_team" in draft
    assert draft.count("so that it is long") < 200 + 2 * LONG.count("\n")
    assert client.post(f"{change.get_absolute_url()}send/").status_code == 302
    change = ChangeRequest.objects.get(pk=change.pk)
    assert change.status == Status.SUBMITTED
    assert change.change_class == "compatible"


def test_a_local_build_is_one_more_body_and_a_bad_name_is_refused_with_the_text_kept(world: World) -> None:
    change = world.draft(edits=())
    client, path = (
        client_of(change),
        f"{change.get_absolute_url()}edits/new/?form=system_sql&target=larchway&object=ysd_team",
    )
    for name in ("a b", "history", "1st"):
        page = client.post(path, {"sql": HEAD, "variant": name}).content.decode()
        assert "Begin with a letter" in page
        assert "SELECT TEAM_CODE AS team_team_id" in page
    assert client.post(path, {"sql": HEAD, "variant": "quay"}).status_code == 302
    assert edits(change) == [("set_extract", "larchway/ysd_team/quay", HEAD)]
    opened = client.get(f"{change.get_absolute_url()}edits/0/").content.decode()
    assert "Change the SQL of Larchway Casework for ysd_team, build quay" in opened


def test_errors_stop_it_when_it_is_sent_and_are_told_by_line(world: World) -> None:
    change = world.draft(body("-- Scope: all\nSELECT 1 AS team_team_id,\n  2 AS nothing\n"))
    answer = client_of(change).post(f"{change.get_absolute_url()}send/", follow=True).content.decode()
    assert "Line 3: ysd_team has no item nothing." in answer
    assert ChangeRequest.objects.get(pk=change.pk).status == Status.DRAFT


def test_two_texts_meet_and_the_one_that_is_kept_is_published(world: World) -> None:
    world.published(body(HEAD))
    mine = world.in_review(body(HEAD.replace("TEAM_CODE", "UPPER(TEAM_CODE)")), title="Mine")
    removed = ({"action": "remove_extract", "target": "larchway/ysd_team", "values": {}},)
    page = client_of(mine).get("/ysd/changes/new/?extract=larchway/ysd_team").content.decode()
    assert "changes this SQL" in page
    theirs = world.published(body(HEAD.replace("all", "all, as they are few")), title="Theirs")
    assert (theirs.change_class, theirs.impact["tables"]) == ("editorial", ["ysd_team"])
    mine = world.vote_through(mine)
    assert mine.status == Status.CHANGES_REQUESTED
    conflicts = client_of(mine).get(f"{mine.get_absolute_url()}conflicts/").content.decode()
    assert "What should stand for SQL of larchway for ysd_team?" in conflicts
    world.keep_mine(mine)
    gone = world.draft(removed, title="Gone")
    assert gone.change_class == "breaking"
    assert gone.impact["cms"] == ["larchway"]
