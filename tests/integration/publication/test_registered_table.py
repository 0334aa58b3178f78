"""A table that the source's own tools start from: registered by the import, kept true by what is published, followed."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from changes_app.errors import Invalid
from changes_app.workflow import Status
from specs_app.actions.imports import import_specification
from specs_app.actions.synchronisation import sync
from specs_app.models import Item, Specification
from specs_app.projection.verification import verify
from specs_app.tables.raw_csv import parse
from specs_app.tables.wide_rows import new_table
from specs_app.versions.resolve import current
from specs_app.yaml_files import reader
from tests.corpus import CORPUS, needs_corpus
from tests.drivers import World, mirrored, people, repository_of
from tests.factories import SLUG, commit_all, git, small_files, write_files
from tests.wide_tables import TABLE

pytestmark = pytest.mark.django_db
REAL = "docs/admin/data_objects_specification.csv"
SETTINGS = """\
title: Tiny
prefix: TIN
version: 1.0.0
cms:
- key: mosaic
returns:
- key: CIN
- key: CensusA
  sections:
  - Header
- key: CensusB
domains:
- key: identity
statuses:
- key: B
"""


def repository(folder: Path) -> Path:
    """The small specification with a table, of which one cell says what no file does."""
    files = {path: data for path, data in small_files().items() if "broken" not in path}
    files["specification.yml"] = SETTINGS.encode()
    rows = parse(new_table(reader.read(files).document)).rows
    texts = [with_cell(row.text, 73, "Ask the team") if "PERS001A" in row.cells else row.text for row in rows]
    files[TABLE] = ("\ufeff" + "".join(texts)).encode()
    write_files(folder, files)
    git(folder, "init", "-q", "-b", "main")
    return commit_all(folder, "Begin")


def with_cell(line: str, place: int, text: str) -> str:
    (row,) = parse(line.encode()).rows
    cells = [*row.cells]
    cells[place] = text
    return ",".join(cells) + row.ending


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return repository(tmp_path / "source")


@pytest.fixture
def world(source: Path) -> World:
    report = import_specification(slug=SLUG, source=str(source), enrich=TABLE)
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    specification = Specification.objects.get(slug=SLUG)
    git(source, "pull", "-q", str(mirrored(specification)), "main")
    return World(specification, people(specification))


def numbers(specification: Specification) -> dict[str, tuple[int, int]]:
    """Lines put into and taken from each file by the last commit."""
    stat = git(mirrored(specification), "diff", "--numstat", "--no-renames", "HEAD~1", "HEAD")
    lines = (line.split("\t") for line in stat.splitlines())
    return {path: (int(added), int(gone)) for added, gone, path in lines}


def item(ref: str) -> Any:
    return current(Specification.objects.get(slug=SLUG)).document.item_by_ref[ref][1]


def edit_table(source: Path, ref: str, place: int, text: str, subject: str = "Edit the table") -> str:
    rows = parse((source / TABLE).read_bytes())
    lines = [with_cell(row.text, place, text) if row.values()[33] == ref else row.text for row in rows.rows]
    (source / TABLE).write_bytes((rows.bom + "".join(lines)).encode())
    commit_all(source, subject)
    return git(source, "rev-parse", "HEAD")


def test_enriching_import_registers_the_table_and_adds_lines_alone(world: World, source: Path) -> None:
    assert numbers(world.specification) == {"specification.yml": (3, 0)}
    assert f"tables:\n- path: {TABLE}\n  kind: wide\n" in (source / "specification.yml").read_text()
    assert item("PERS001A").table_cells == (("dev_notes", "Ask the team"),)
    assert Item.objects.get(item_ref="PERS001A").table_cells == {"dev_notes": "Ask the team"}
    assert verify(specification=world.specification) == []


def test_same_import_again_changes_nothing(source: Path) -> None:
    first = import_specification(slug=SLUG, source=str(source), enrich=TABLE)
    again = import_specification(slug=SLUG, source=str(source), enrich=TABLE)
    assert (again.unchanged, again.revision) == (True, first.revision)


def test_published_change_is_in_files_and_table_of_one_commit(world: World) -> None:
    edits = [
        {"action": "change_item", "target": "PERS002A", "values": {"guidance": "As the person says."}},
        {"action": "add_item", "target": "tin_person", "values": {"name": "pers_new", "type": "int"}},
    ]
    change = world.published(edits)
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    changed = numbers(world.specification)
    assert changed.keys() == {"data/objects/tin_person.yml", TABLE}
    assert changed[TABLE] == (2, 1)
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []


def test_cells_that_only_the_table_knows_are_shown_and_changed_by_a_proposal(world: World, client: Client) -> None:
    edit = {"action": "change_item", "target": "PERS002A", "values": {"table_cells": {"dev_notes": "Look,\ntwice"}}}
    draft = world.draft([edit])
    assert (draft.change_class, draft.problems) == ("compatible", [])
    change = world.vote_through(world.in_review([edit]))
    assert change.status == Status.PUBLISHED
    assert numbers(world.specification).keys() >= {TABLE}
    assert not any(path.startswith("data/objects/tin_a") for path in numbers(world.specification))
    told = client.get(f"/api/v1/specifications/{SLUG}/items/PERS002A/").json()
    assert told["table_cells"] == {"dev_notes": "Look,\ntwice"}
    page = client.get(f"/{SLUG}/items/PERS002A/").content.decode()
    assert "<dt>dev_notes</dt>" in page
    assert "Look,<br>twice" in page
    before = client.get(f"/{SLUG}/items/PERS002A/", {"at": change.base_revision}).content.decode()
    assert "dev_notes" not in before
    assert "columns of the table changed" in client.get(f"/{SLUG}/changes/{change.number}/").content.decode()
    exported = client.get(f"/api/v1/specifications/{SLUG}/export/wide-csv")
    assert exported.content == current(Specification.objects.get(slug=SLUG)).files[TABLE]
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []
    gone = world.draft([{"action": "remove_item", "target": "PERS002A"}])
    client.force_login(world.people.proposer)
    told = client.get(f"/{SLUG}/changes/{gone.number}/draft/").content.decode()
    assert "dev_notes: Look" in told


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"dev_nots": "x"}, "unknown-column"),
        ({"field_name": "x"}, "unknown-column"),
        ({"dev_notes": "0"}, "says-nothing"),
        ({"dev_notes": 3}, "wrong-type"),
        (["dev_notes"], "wrong-type"),
    ],
)
@pytest.mark.one_database
def test_cell_that_the_table_cannot_hold_is_refused(world: World, values: Any, rule: str) -> None:
    edit = {"action": "change_item", "target": "PERS002A", "values": {"table_cells": values}}
    with pytest.raises(Invalid) as caught:
        world.draft([edit])
    assert [problem.rule for problem in caught.value.problems] == [rule]


@pytest.mark.parametrize("path", ["docs/none.csv", "README.md"])
@pytest.mark.one_database
def test_table_that_is_not_there_or_has_another_shape_cannot_be_registered(world: World, path: str) -> None:
    edit = {"action": "change_settings", "target": "", "values": {"tables": [{"path": path}]}}
    draft = world.draft([edit])
    assert draft.change_class == "breaking"
    assert [problem["rule"] for problem in draft.problems][:1] in (["table-missing"], ["table-unreadable"])


def test_table_taken_off_the_settings_is_not_written_any_more(world: World) -> None:
    world.published([{"action": "change_settings", "target": "", "values": {"tables": []}}])
    assert item("PERS001A").table_cells == ()
    world.published([{"action": "change_item", "target": "PERS002A", "values": {"guidance": "Else."}}])
    assert TABLE not in numbers(world.specification)
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []


class TestHandEdits:
    def test_cell_altered_upstream_comes_in_as_an_edit_by_its_author(self, world: World, source: Path) -> None:
        sha = edit_table(source, "PERS002A", 51, "Said by hand.")
        specification = world.specification
        report = sync(specification=specification)
        assert (report.state, report.taken, report.problems) == ("current", [sha], [])
        assert item("PERS002A").guidance == "Said by hand."
        assert numbers(specification) == {"data/objects/tin_person.yml": (1, 0)}
        said = git(mirrored(specification), "log", "-1", "--format=%an %P %cn%n%(trailers)")
        assert said.split("\n")[0] == f"Upstream Author {sha} The portal"
        assert f"Source-Commit: {sha}" in said
        newest = specification.revisions.first()
        assert newest is not None
        assert (newest.kind, newest.author_name) == ("upstream", "Upstream Author")
        assert verify(specification=specification) == []
        assert sync(specification=specification).taken == []

    def test_each_kind_of_cell_is_taken(self, world: World, source: Path) -> None:
        cells = {35: "identity", 37: "int", 39: "pers_said_sex", 43: "CensusA", 47: "", 49: "Yes", 73: "Mine"}
        for place, text in cells.items():
            edit_table(source, "PERS002A", place, text)
        report = sync(specification=world.specification)
        found = item("PERS002A")
        assert report.problems == []
        assert (found.domains, found.type, found.name, found.returns) == (
            ("identity",),
            "int",
            "pers_said_sex",
            ("CensusA",),
        )
        assert (found.required, found.primary_key, found.table_cells) == (False, True, (("dev_notes", "Mine"),))
        assert verify(specification=world.specification) == []

    @pytest.mark.parametrize(
        ("place", "text"), [(34, "elsewhere"), (35, "unheard_of"), (38, "huge"), (1, "maybe"), (41, "no.where")]
    )
    def test_cell_that_nothing_can_be_made_of_is_a_problem(
        self, world: World, source: Path, place: int, text: str
    ) -> None:
        before = item("PERS002A")
        sha = edit_table(source, "PERS002A", place, text)
        report = sync(specification=world.specification)
        assert (report.state, report.taken) == ("current", [sha])
        assert [(one.rule, one.address) for one in report.problems] == [("table-edit-not-taken", "items/PERS002A")]
        assert item("PERS002A") == before
        assert any(one.rule == "table-differs" for one in current(world.specification).problems)

    def test_cell_that_no_database_stores_is_a_problem(self, world: World, source: Path) -> None:
        sha = edit_table(source, "PERS002A", 37, "n\0varchar")
        report = sync(specification=world.specification)
        assert (report.state, report.taken) == ("current", [sha])
        world.specification.refresh_from_db()
        assert [one["rule"] for one in world.specification.source_detail] == ["table-edit-not-taken"]
        assert verify(specification=world.specification) == []

    def test_yaml_wins_where_both_were_altered(self, world: World, source: Path) -> None:
        path = source / "data/objects/tin_person.yml"
        path.write_text(path.read_text().replace("Sex as recorded.", "Sex as stated."))
        sha = edit_table(source, "PERS002A", 40, "Sex as guessed.")
        report = sync(specification=world.specification)
        assert (report.taken, report.problems) == ([sha], [])
        assert (item("PERS002A").description, world.specification.published_revision) == ("Sex as stated.", sha)
        (found,) = [one for one in current(world.specification).problems if one.rule == "table-differs"]
        assert "Sex as guessed" in found.message

    def test_table_that_cannot_be_read_any_more_is_set_aside(self, world: World, source: Path) -> None:
        (source / TABLE).write_text('"never closed\n')
        commit_all(source, "Break it")
        report = sync(specification=world.specification)
        assert (report.state, report.taken) == ("quarantined", [])
        assert "unreadable" in report.problems[0].message


@needs_corpus
def test_real_specification_is_kept_with_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_spec", "ssd", str(CORPUS), "--enrich", REAL, "--json")
    said = json.loads(capsys.readouterr().out)
    differing = [one["message"].split(":")[0] for one in said["problems"] if one["rule"].startswith("table-")]
    assert sorted(differing) == ["EARL001A", "EARL008A"]
    specification = Specification.objects.get(slug="ssd")
    world = World(specification, people(specification))
    change = world.published(
        [
            {
                "action": "change_item",
                "target": "PERS002A",
                "values": {"guidance": "Sex as recorded.", "required": True},
            },
            {
                "action": "add_item",
                "target": "ssd_person",
                "values": {"name": "pers_new", "type": "int", "after": "PERS002A"},
            },
            {"action": "remove_item", "target": "VOCH002A"},
            {"action": "change_item", "target": "PERS009A", "values": {"table_cells": {"dev_notes": "Look again."}}},
        ]
    )
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    old, new = (
        parse(current_files(specification, sha)[REAL]).rows for sha in (change.base_revision, change.published_revision)
    )
    before, after = ({row.values()[33]: row.text for row in rows} for rows in (old, new))
    assert after.keys() - before.keys() == {"PERS017A"}
    assert before.keys() - after.keys() == {"VOCH002A"}
    assert {ref for ref in before.keys() & after.keys() if before[ref] != after[ref]} == {"PERS002A", "PERS009A"}
    assert numbers(specification).keys() == {
        *("CHANGELOG.md", "data/objects/ssd_person.yml", "data/objects/ssd_voice_of_child.yml"),
        *("docs/admin/ssd_change_log.csv", REAL),
    }
    specification.refresh_from_db()
    assert verify(specification=specification) == []


def current_files(specification: Specification, sha: str) -> dict[str, bytes]:
    return dict(repository_of(specification.slug).snapshot(sha).files)
