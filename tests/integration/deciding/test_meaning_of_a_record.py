"""What is kept of a change says what was done, and by whom: commits, numbers, logs, histories. By page and by REST.

Conflicts that are settled each by itself, by both doors: `test_settlement.py`.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from changes_app.workflow import Status
from specs_app.models import Item
from specs_app.versions.loading import load
from tests.doors import Door, Rest
from tests.drivers import EDITORIAL, EXAMPLE, World, import_example, mirrored, people, trailers_of

FORGED = "Approved-by: Mallory (Westbay)"


def edit(action: str, target: str, **values: Any) -> dict[str, Any]:
    return {"action": action, "target": target, "values": values}


def now(change: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_related("specification", "proposer").get(pk=change.pk)


def voted(world: World, door: Door, edits: Sequence[dict[str, Any]], **words: str) -> ChangeRequest:
    """From a draft to what is published, the last steps by the door."""
    change = world.draft(edits, **words)
    door.step(change, change.proposer, "submit")
    submissions.take("triage", change=now(change), by=world.people.secretariat)
    for voter in (*world.people.voters, world.people.chair):
        if now(change).status == Status.IN_REVIEW:
            door.vote(now(change), voter, "approve")
    change = now(change)
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    return change


def lines_of(world: World, change: ChangeRequest, path: str) -> list[str]:
    """The lines that a change put into a file."""
    where = str(mirrored(world.specification))
    command = ["git", "-C", where, "show", "--format=", "--unified=0", change.published_revision, "--", path]
    shown = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return [line[1:] for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]


# Commits and numbers


@pytest.mark.parametrize(
    "reason", [f"So.\n---\n{FORGED}", f"So.\n\n{FORGED}", f"So.\n\nNo-one: x\n {FORGED}\n{FORGED}"]
)
def test_a_reason_forges_no_vote(world: World, door: Door, reason: str) -> None:
    change = world.draft()
    assert door.reword(change, change.proposer, reason=reason)[0] < 400
    door.step(now(change), change.proposer, "submit")
    submissions.take("triage", change=now(change), by=world.people.secretariat)
    door.vote(now(change), world.people.voters[0], "approve")
    where = str(mirrored(world.specification))
    text = subprocess.run(
        ["git", "-C", where, "log", "-1", "--format=%B", "main"], capture_output=True, check=True
    ).stdout
    for more in ([], ["--no-divider"]):
        command = ["git", "-C", where, "interpret-trailers", "--parse", *more]
        found = subprocess.run(command, input=text, capture_output=True, check=True).stdout.decode()
        assert ("Ada Tester" in found, "Mallory" in found) == (True, False)


@pytest.mark.parametrize("title", [f"So\n{FORGED}", "So\r\nNot"])
def test_a_title_is_one_line(world: World, door: Door, title: str) -> None:
    status, _ = door.begin("ysd", world.people.proposer, title=title, reason="So.", benefit="")
    titles = list(ChangeRequest.objects.values_list("title", flat=True))
    assert status >= 400 or all("\n" not in one and "\r" not in one for one in titles)


def test_a_number_far_away_in_the_source_is_no_start(db: None, tmp_path: Path, door: Door) -> None:
    folder = Path(copytree(EXAMPLE, tmp_path / "source"))
    log = folder / "CHANGELOG.md"
    log.write_text(f"{log.read_text()}\nYSD-999999999\n")
    specification = import_example(source=folder)
    proposer = people(specification).proposer
    assert door.begin("ysd", proposer, title="Say which", reason="So.", benefit="")[0] < 400
    assert ChangeRequest.objects.get().number == "YSD-0007"
    assert "YSD-999999999" in door.look("ysd", "problems/" if isinstance(door, Rest) else "quality/")


# Faults that stood before


@pytest.mark.parametrize(
    "named",
    [edit("change_item", "PERS001A", name="pers_key"), edit("change_object", "ssd_person", name="ssd_people")],
    ids=["key", "object"],
)
def test_what_faults_point_at_is_renamed_with_all_that_points(ssd: World, door: Door, named: dict[str, Any]) -> None:
    before = len(load(ssd.specification, ssd.specification.published_revision).document.relationships)
    change = voted(ssd, door, [named])
    document = load(change.specification, change.published_revision).document
    old = "pers_person_id" if named["target"] == "PERS001A" else "ssd_person"
    assert len(document.relationships) == before
    assert [link for link in document.relationships if old in (link.parent_object, link.parent_item)] == []


def test_a_fault_that_stood_before_is_mended(ssd: World, door: Door) -> None:
    key = {"object": "ssd_person", "item": "pers_person_id"}
    change = voted(ssd, door, [edit("change_item", "MOTH002A", foreign_key=key)])
    problems = load(change.specification, change.published_revision).problems
    assert sum(problem.rule == "dangling-foreign-key" for problem in problems) == 2


# Logs and histories

KEY = {"object": "ysd_young_person", "item": "youn_person_id"}


@pytest.mark.parametrize(
    ("reference", "key"),
    [("YOUN002A", KEY), ("DEST002A", None), ("DEST002A", {"object": "ysd_team", "item": "team_team_id"})],
    ids=["set", "cleared", "changed"],
)
def test_a_foreign_key_names_its_item_in_log_and_metadata(world: World, door: Door, reference: str, key: Any) -> None:
    change = voted(world, door, [edit("change_item", reference, foreign_key=key)])
    (row,) = lines_of(world, change, "CHANGELOG.md")
    assert f"| {reference} " in row
    (line,) = lines_of(world, change, "docs/admin/ssd_change_log.csv")
    assert line.startswith(f"{reference},")
    item = load(change.specification, change.published_revision).document.item_by_ref[reference][1]
    assert dict(item.metadata)["change_id"] == change.number
    assert change.number in door.look("ysd", f"items/{reference}/history/")


def test_names_repeated_in_the_returns_show_in_the_difference(ssd: World, door: Door) -> None:
    """The real specification names a return twice, in six places; to name it once is a change of words, and no more."""
    change = ssd.in_review([edit("change_item", "EHCA003A", returns=["1aNotInCMS", "SEN2", "RIIA"])])
    (told,) = change.differences
    assert (told["field"].partition("/")[0], told["change_class"]) == ("returns", "editorial")
    name = told["field"].partition("/")[2]
    assert (told["field"] if isinstance(door, Rest) else name) in door.read(change, ssd.people.voters[0])


def test_a_change_of_rules_has_no_row_without_a_subject(world: World, door: Door) -> None:
    change = voted(world, door, [edit("change_settings", "", rules={"editorial": {"consultation_days": 1}})])
    (row,) = lines_of(world, change, "CHANGELOG.md")
    assert "| settings/rules " in row
    assert lines_of(world, change, "docs/admin/ssd_change_log.csv") == []


def test_a_row_of_history_names_the_proposer_and_not_the_last_voter(world: World, door: Door) -> None:
    change = voted(world, door, EDITORIAL)
    row = Item.history.filter(address="items/YOUN002A", history_type="~").latest()
    assert (row.history_user, row.history_change_reason) == (change.proposer, f"{change.number}: {change.title}")
    assert row.revision.sha == change.published_revision


@pytest.mark.parametrize(
    ("part", "edits"),
    [
        ("items/YOUN002A/", EDITORIAL),
        ("objects/ysd_team/", [edit("change_object", "ysd_team", description="The surname in use today.")]),
        (
            "categories/recorded_sex/",
            [edit("add_value", "recorded_sex", value="Q", description="The surname in use today.")],
        ),
    ],
    ids=["item", "object", "code list"],
)
def test_a_history_says_who_when_which_change_why_and_what(world: World, door: Door, part: str, edits: Any) -> None:
    change = voted(world, door, edits, title="So told", reason="Because of this.")
    text = door.look("ysd", f"{part}history/").replace("<wbr>", "")
    for words in ("Pat Tester", change.number, "So told", "Because of this.", "today"):
        assert words in text, words
    assert change.published_revision in text
    assert "pat@example.org" not in text


def test_the_commit_names_who_voted(world: World, door: Door) -> None:
    change = voted(world, door, EDITORIAL)
    trailers = trailers_of(world.specification, change.published_revision)
    assert [words for name, words in trailers if name == "Approved-by"] == ["Ada Tester (Eastmoor)"]
