"""A change of the real specification, from draft to commit."""

import difflib
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from changes_app.workflow import Status
from specs_app import queries
from specs_app.access import PORTAL
from specs_app.actions.imports import import_specification
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.projection.verification import verify
from specs_app.sql.builder import generate
from specs_app.versions.loading import load
from specs_app.versions.resolve import current
from tests.drivers import World, repository_of
from tests.factories import commit_all, git

NEW_ITEM = {
    "name": "pers_preferred_name",
    "description": "The name the person goes by",
    "type": "nvarchar",
    "max_field_size": "48",
    "returns": ["AnnexA"],
}


ENRICHING = "docs/admin/data_objects_specification.csv"
EDITED = (
    ("data/objects/ssd_person.yml", "description: Person Unique ID", "description: 'Unique ID of the person'"),
    ("data/objects/ssd_family.yml", "guidance: Row identifier for the ssd_family table", "guidance: Of a row"),
)


@pytest.mark.one_database
def test_a_commit_of_the_source_is_merged_into_an_enriched_import_line_by_line(
    db: None, corpus: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    shutil.copytree(corpus, source, ignore=shutil.ignore_patterns(".git"))
    git(source, "init", "-q", "-b", "main")
    commit_all(source, "Begin")
    import_specification(slug="ssd", source=str(source), enrich=ENRICHING)
    specification = Specification.objects.get(slug="ssd")
    before = current(specification).files
    for path, old, new in EDITED:
        file = source / path
        assert file.read_text().count(old) == 1
        file.write_text(file.read_text().replace(old, new))
    commit_all(source, "Say it better")
    report = sync(specification=specification)
    assert (report.state, len(report.taken), report.problems) == ("current", 1, [])
    after = current(specification).files
    assert {path for path in after if after[path] != before.get(path)} == {path for path, *_ in EDITED}
    for path, old, new in EDITED:
        assert after[path].decode() == before[path].decode().replace(old, new)
    assert verify(specification=specification) == []


def test_guidance_and_a_new_item_of_the_real_specification(ssd: World) -> None:
    before = ssd.specification.published_revision
    change = ssd.in_review(
        [
            {"action": "change_item", "target": "PERS002A", "values": {"guidance": "Sex as recorded, not gender."}},
            {"action": "add_item", "target": "ssd_person", "values": NEW_ITEM},
        ]
    )
    assert change.number == "SSD-0028"
    assert change.change_class == "compatible"
    assert "AnnexA" in change.impact["returns"]
    first, second, _ = ssd.people.voters
    assert ssd.vote(change, first).status == Status.IN_REVIEW
    change = ssd.vote(change, second)
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    store = repository_of("ssd")
    assert store.head() == change.published_revision
    old, new = store.snapshot(before).files, store.snapshot(store.head()).files
    assert store.commit(store.head()).author.name == "Pat Tester"
    altered = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    assert altered == {"CHANGELOG.md", "data/objects/ssd_person.yml", "docs/admin/ssd_change_log.csv"}
    assert removed_lines(old, new, "CHANGELOG.md") == removed_lines(old, new, "docs/admin/ssd_change_log.csv") == []
    assert all(
        "guidance" in line or line[1:3] == "  " for line in removed_lines(old, new, "data/objects/ssd_person.yml")
    )
    now, then = (queries.at("ssd", sha, viewer=PORTAL)[1].document for sha in (change.published_revision, before))
    assert now.item_by_name["ssd_person", "pers_preferred_name"].item_ref
    assert ("ssd_person", "pers_preferred_name") not in then.item_by_name
    assert verify(specification=ssd.specification) == []


@pytest.mark.parametrize(
    ("edit", "old", "new"),
    [
        ({"action": "change_item", "target": "PERS001A", "values": {"name": "pers_key"}}, "pers_person_id", "pers_key"),
        (
            {"action": "change_object", "target": "ssd_person", "values": {"name": "ssd_people"}},
            "ssd_person",
            "ssd_people",
        ),
    ],
)
@pytest.mark.one_database
def test_key_and_object_that_all_point_at_are_renamed_with_all_that_points(
    ssd: World, edit: dict[str, Any], old: str, new: str
) -> None:
    before, base = links(ssd), ssd.specification.published_revision
    change = ssd.in_review([edit], title="A new name")
    assert change.problems == []
    assert [entry["kind"] for entry in change.differences] == ["renamed"]
    change = ssd.vote_through(change)
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    assert links(ssd) == {tuple(new if name == old else name for name in link) for link in before}
    store = repository_of("ssd")
    assert store.commit(store.head()).parents == (base,)
    files = store.snapshot(store.head()).files
    texts = {path: data.decode() for path, data in files.items() if path.startswith("data/objects/")}
    assert [path for path, text in texts.items() if re.search(rf"(?<![\w:]){old}(?!\w)", text)] == []
    script = generate(load(change.specification, change.published_revision).document, "mosaic").text
    assert re.search(rf"\b{new}\b", script)
    assert not re.search(rf"\b{old}\b", script)
    assert verify(specification=ssd.specification) == []


#: Each kind of fault that the real specification has and an edit can mend, mended as a person would.
MENDED = (
    (
        "dangling-foreign-key",
        3,
        "change_item",
        "MOTH002A",
        {"foreign_key": {"object": "ssd_person", "item": "pers_person_id"}},
    ),
    ("repeated-entry", 6, "change_item", "EHCA003A", {"returns": ["1aNotInCMS", "SEN2", "RIIA"]}),
    ("unknown-return", 3, "change_item", "CINE001A", {"returns": ["Local"]}),
    ("no-description", 3, "change_item", "CLAH005A", {"description": "A key."}),
    ("empty-code-value", 10, "remove_value", "category_template/", {}),
    ("foreign-key-to-non-key", 13, "change_item", "CLAE002A", {"unique": True}),
)


@pytest.mark.one_database
@pytest.mark.parametrize(("rule", "count", "action", "target", "values"), MENDED)
def test_fault_of_the_real_specification_can_be_mended(
    ssd: World, rule: str, count: int, action: str, target: str, values: dict[str, Any]
) -> None:
    assert faults(ssd, rule) == count
    change = ssd.published([{"action": action, "target": target, "values": values}], title="Mend a fault")
    assert (change.status, change.publication_problem) == (Status.PUBLISHED, "")
    assert faults(ssd, rule) < count
    assert verify(specification=ssd.specification) == []


def faults(world: World, rule: str) -> int:
    """How often a rule is broken in what is published now."""
    world.specification.refresh_from_db()
    found = load(world.specification, world.specification.published_revision).problems
    return sum(problem.rule == rule for problem in found)


def links(world: World) -> set[tuple[str, ...]]:
    """The foreign keys by the names of their ends, parent first."""
    world.specification.refresh_from_db()
    found = load(world.specification, world.specification.published_revision).document.relationships
    return {(link.parent_object, link.parent_item, link.child_object, link.child_item) for link in found}


def removed_lines(old: dict[str, bytes], new: dict[str, bytes], path: str) -> list[str]:
    """The lines of a file that are gone."""
    pair = [files[path].decode().splitlines() for files in (old, new)]
    lines = difflib.unified_diff(*pair, n=0, lineterm="")
    return [line for line in lines if line.startswith("-") and not line.startswith("---")]
