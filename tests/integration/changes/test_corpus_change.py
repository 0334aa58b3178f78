"""A change of the real specification, from draft to commit."""

import difflib
from pathlib import Path

import pytest

from changes_app.workflow import Status
from specs_app import queries
from specs_app.actions.verification import verify
from specs_app.git_store import GitStore, repository_path
from tests.drivers import World, import_example, people

NEW_ITEM = {
    "name": "pers_preferred_name",
    "description": "The name the person goes by",
    "type": "nvarchar",
    "max_field_size": "48",
    "returns": ["AnnexA"],
}


@pytest.fixture
def ssd(db: None, corpus: Path) -> World:
    specification = import_example("ssd", corpus)
    return World(specification, people(specification))


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
    with GitStore(repository_path("ssd")) as store:
        assert store.head() == change.published_revision
        old, new = store.snapshot(before).files, store.snapshot(store.head()).files
        assert store.commit(store.head()).author.name == "Pat Tester"
    altered = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
    assert altered == {"CHANGELOG.md", "data/objects/ssd_person.yml", "docs/admin/ssd_change_log.csv"}
    assert removed_lines(old, new, "CHANGELOG.md") == removed_lines(old, new, "docs/admin/ssd_change_log.csv") == []
    assert all(
        "guidance" in line or line[1:3] == "  " for line in removed_lines(old, new, "data/objects/ssd_person.yml")
    )
    now, then = (queries.at("ssd", sha).document for sha in (change.published_revision, before))
    assert now.item_by_name["ssd_person", "pers_preferred_name"].item_ref
    assert ("ssd_person", "pers_preferred_name") not in then.item_by_name
    assert verify(specification=ssd.specification) == []


def removed_lines(old: dict[str, bytes], new: dict[str, bytes], path: str) -> list[str]:
    """The lines of a file that are gone."""
    pair = [files[path].decode().splitlines() for files in (old, new)]
    lines = difflib.unified_diff(*pair, n=0, lineterm="")
    return [line for line in lines if line.startswith("-") and not line.startswith("---")]
