"""A repository with everything in one folder: taken in, kept, and changed by the lines that a change is about."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from changes_app.models import ChangeRequest
from changes_app.workflow import Status
from specs_app.actions.imports import import_specification
from specs_app.models import Specification
from specs_app.projection.verification import verify
from specs_app.tables.wide_columns import HEADERS, OBJECT, REF, WIDTH
from specs_app.versions.loading import load
from tests.corpus import CORPUS, needs_corpus
from tests.drivers import World, mirrored, people
from tests.factories import commit_all, git, write_files
from tests.successor import successor_files

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def wide_table() -> str:
    """One item in the wide table: its size and nothing else."""
    header = [HEADERS.get(place, f"column {place}") for place in range(WIDTH)]
    cells = {REF: "SUCP002A", OBJECT: "suc_person", 38: "1"}
    row = [cells.get(place, "") for place in range(WIDTH)]
    return f"{','.join(header)}\n{','.join(row)}\n"


@pytest.fixture(params=["schema/", "schema/tables/", ""], ids=["schema", "below", "root"])
def folder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[False, True], ids=["plain", "baseline"])
def world(request: pytest.FixtureRequest, tmp_path: Path, folder: str) -> World:
    """The successor as a repository, imported as it is or with the table that makes a baseline."""
    source = write_files(tmp_path / "source", successor_files(folder))
    git(source, "init", "-q", "-b", "main")
    commit_all(source, "Begin")
    (tmp_path / "table.csv").write_text(wide_table())
    table = str(tmp_path / "table.csv") if request.param else ""
    report = import_specification(slug="suc", source=str(source), enrich=table)
    assert (report.objects, report.items, report.relationships) == (2, 4, 1)
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    specification = Specification.objects.get(slug="suc")
    return World(specification, people(specification))


def published(world: World, *edits: dict[str, Any]) -> dict[str, tuple[list[str], list[str]]]:
    """Publish; the lines taken from and put into each file."""
    change: ChangeRequest = world.published(edits)
    assert change.status == Status.PUBLISHED, change.publication_problem
    world.specification.refresh_from_db()
    assert list(verify(specification=world.specification)) == []
    text = git(mirrored(world.specification), "diff", "-U0", "--no-color", "HEAD~1", "HEAD")
    found: dict[str, tuple[list[str], list[str]]] = {}
    for part in text.split("diff --git ")[1:]:
        name = part.partition(" b/")[2].partition("\n")[0]
        lines = part.partition("\n@@")[2].split("\n")
        taken = [line[1:] for line in lines if line.startswith("-")]
        found[name] = taken, [line[1:] for line in lines if line.startswith("+")]
    return found


def test_guidance_of_one_item_alters_its_lines_alone(world: World, folder: str) -> None:
    edit = {"action": "change_item", "target": "SUCP002A", "values": {"guidance": "Ask once a year"}}
    changed = published(world, edit)
    taken, put = changed.pop(f"{folder}suc_person.yml")
    assert taken == ["    guidance: 'Ask again'"]
    assert "    guidance: 'Ask once a year'" in put
    assert all(line.startswith(("    guidance", "    metadata", "      ")) for line in put)
    assert not [name for name in changed if name.endswith((".yml", ".yaml"))]


def test_item_of_one_line_is_changed_beside_its_unknown_keys(world: World, folder: str) -> None:
    edit = {"action": "change_item", "target": "SUCV001A", "values": {"description": "Key of the visit"}}
    published(world, edit)
    data = _files(world)[f"{folder}suc_visit.yml"].decode()
    assert "_inferred: yes" in data
    assert "_inferred: no" in data
    assert "codelist:\n    - 1\n    - 2\n" in data


def test_item_and_object_are_added_where_the_others_are(world: World, folder: str) -> None:
    before = _files(world)
    changed = published(
        world,
        {"action": "add_item", "target": "suc_person", "values": {"name": "pers_shoe", "type": "int"}},
        {"action": "add_object", "target": "suc_room", "values": {"description": "A room"}},
        {"action": "add_item", "target": "suc_room", "values": {"name": "room_id", "type": "int", "primary_key": True}},
    )
    assert changed[f"{folder}suc_person.yml"][0] == []
    room = "suc_room.yml" if not folder else "schema/suc_room.yml"
    after = _files(world)
    altered = {path for path in after if after[path] != before.get(path)}
    assert {path for path in altered if path.endswith(".yml")} == {f"{folder}suc_person.yml", room}
    assert len(load(world.specification, world.specification.published_revision).document.objects) == 3


def test_object_without_items_is_found_again(world: World) -> None:
    published(world, {"action": "add_object", "target": "suc_room", "values": {"description": "A room"}})
    names = [entry.name for entry in load(world.specification, world.specification.published_revision).document.objects]
    assert "suc_room" in names


def test_settings_are_written_and_everything_is_still_read(world: World) -> None:
    edit = {"action": "change_settings", "target": "", "values": {"title": "The successor"}}
    published(world, edit)
    loaded = load(world.specification, world.specification.published_revision)
    assert loaded.document.settings.title == "The successor"
    assert len(loaded.document.objects) == 2


def _files(world: World) -> dict[str, bytes]:
    return dict(load(world.specification, world.specification.published_revision).files)


@needs_corpus
def test_real_specification_moved_to_one_folder_has_its_counts(tmp_path: Path) -> None:
    shutil.copytree(CORPUS, tmp_path / "moved", ignore=shutil.ignore_patterns(".git"))
    (tmp_path / "moved/data/objects").rename(tmp_path / "moved/schema")
    table = "docs/admin/data_objects_specification.csv"
    report = import_specification(slug="suc", source=str(tmp_path / "moved"), enrich=table)
    assert (report.objects, report.items, report.relationships, report.categories) == (48, 359, 68, 39)
    assert list(verify(specification=Specification.objects.get(slug="suc"))) == []
