"""The example specification that comes with the portal: complete, in agreement with itself, and able to show every feature."""

import dataclasses
import difflib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from specs_app.document.types import Document
from specs_app.lint.runner import check
from specs_app.yaml_files.reader import Reading, read
from tests.versions import write

EXAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "example"
# Two mistakes that people make, so that the quality page of the example has something to show.
DELIBERATE = {
    ("repeated-code-value", "warning", "categories/support_need/SAF"),
    (
        "relationship-disagrees",
        "warning",
        "relationships/ysd_worker.work_team_id>ysd_team.team_team_id",
    ),
}
OBJECTS = sorted((EXAMPLE / "data" / "objects").glob("ysd_*.yml"))


REFUGE = EXAMPLE.with_name("refuge")


def load(path: str | Path) -> Any:
    return yaml.safe_load((EXAMPLE / path).read_bytes())


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in EXAMPLE.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def reading(files: dict[str, bytes]) -> Reading:
    return read(files)


@pytest.fixture(scope="module")
def nodes() -> list[dict[str, Any]]:
    return [node for path in OBJECTS for node in load(path)["nodes"]]


@pytest.fixture(scope="module")
def fields(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [field for node in nodes for field in node["fields"]]


def test_example_counts(nodes: list[dict[str, Any]], fields: list[dict[str, Any]]) -> None:
    categories = list((EXAMPLE / "data" / "categories").iterdir())
    assert (len(nodes), len(fields), len(categories)) == (12, 80, 10)
    assert Counter(cms["dialect"] for cms in load("specification.yml")["cms"]) == {"tsql": 2, "postgres": 1}


def test_reading_takes_everything(reading: Reading) -> None:
    document = reading.document
    counts = (len(document.objects), sum(1 for _ in document.items()), len(document.categories))
    assert counts == (12, 80, 10)
    assert len(document.relationships) == 15
    assert reading.unreadable == frozenset()


def test_restricted_example_has_no_problem_and_a_notice_for_every_class() -> None:
    reading = read(
        {path.relative_to(REFUGE).as_posix(): path.read_bytes() for path in REFUGE.rglob("*") if path.is_file()}
    )
    document = reading.document
    assert (reading.problems, reading.unreadable, check(document)) == ((), frozenset(), ())
    assert (len(document.objects), sum(1 for _ in document.items()), len(document.categories)) == (2, 6, 1)
    assert document.settings.access == "restricted"
    assert all(rule.notice_days for rule in document.settings.rules)


def test_reading_finds_only_the_deliberate_problems(reading: Reading) -> None:
    assert {(problem.rule, problem.severity, problem.address) for problem in reading.problems} == DELIBERATE


def test_quality_rules_find_nothing_more(reading: Reading) -> None:
    assert check(reading.document) == ()


def test_reading_takes_the_settings(reading: Reading) -> None:
    settings = reading.document.settings
    assert (settings.title, settings.prefix, settings.table_prefix) == ("Youth Services Dataset", "YSD", "ysd_")
    approvals = {rule.change_class: rule.approvals for rule in settings.rules}
    assert approvals == {"editorial": 1, "compatible": 2, "breaking": 3}
    assert [len(entries) for entries in (settings.cms, settings.returns, settings.domains)] == [3, 5, 7]
    assert settings.public_comments


def test_reading_leaves_no_key_unknown(reading: Reading) -> None:
    document = reading.document
    holders = [document.settings, *document.objects, *(item for _, item in document.items())]
    values = [value for category in document.categories for value in category.values]
    assert [holder for holder in holders if holder.extra] == []
    assert {key for value in values for key, _ in value.extra} == {"replaced_by"}


def test_references_and_names_are_used_once(fields: list[dict[str, Any]]) -> None:
    for key in ("item_ref", "name"):
        assert [value for value, count in Counter(field[key] for field in fields).items() if count > 1] == []


def test_foreign_keys_name_keys_of_the_same_type_and_size(nodes: list[dict[str, Any]]) -> None:
    keys = {
        f"{node['name']}.{field['name']}": (field["type"], field["max_field_size"])
        for node in nodes
        for field in node["fields"]
        if field.get("primary_key")
    }
    pointing = [field for node in nodes for field in node["fields"] if "foreign_key" in field]
    assert all(keys[field["foreign_key"]] == (field["type"], field["max_field_size"]) for field in pointing)
    assert len(keys) == len(nodes)


def test_items_name_only_what_the_registries_hold(fields: list[dict[str, Any]]) -> None:
    settings = load("specification.yml")
    known = {name: {entry["key"] for entry in settings[name]} for name in ("cms", "returns", "domains", "statuses")}
    registered = load("data/validators.yml").keys()
    sections = {entry["key"]: entry.get("sections", []) for entry in settings["returns"]}
    lists = {path.stem for path in (EXAMPLE / "data" / "categories").iterdir()}
    for field in fields:
        assert set(field.get("cms", [])) <= known["cms"]
        assert set(field.get("returns", [])) <= known["returns"]
        assert set(field["categories"]) <= known["domains"]
        assert field["status"] in known["statuses"]
        assert {name for entry in field.get("validators", []) for name in entry} <= registered
        assert field.get("category", "recorded_sex") in lists
        for entry in field.get("returns_map", []):
            assert entry["return"] in field["returns"]
            assert entry.get("section", "") in ["", *sections[entry["return"]]]


@pytest.mark.parametrize("cms", ["larchway", "harbour", "kestrel"])
def test_every_object_has_a_source_for_its_key(cms: str, nodes: list[dict[str, Any]]) -> None:
    keys = [field for node in nodes for field in node["fields"] if field.get("primary_key")]
    sources = [field["cms_source"][cms]["source"] for field in keys]
    tables = {source.rpartition(".")[0] for source in sources}
    assert len(tables) == len(nodes)


def test_example_shows_every_feature(fields: list[dict[str, Any]]) -> None:
    used = {key for field in fields for key in field}
    assert used >= {
        *("max_field_size", "category", "expected_data", "join_type", "status", "sensitivity", "returns_map"),
        *("cms_source", "synthetic", "deprecated", "metadata", "foreign_key", "guidance", "validators"),
    }
    values = [value for path in (EXAMPLE / "data" / "categories").iterdir() for value in load(path)]
    dated = {key for value in values if isinstance(value, dict) for key in value}
    assert dated >= {"valid_from", "valid_to"}


def test_deprecated_items_name_a_replacement_that_exists(fields: list[dict[str, Any]]) -> None:
    references = {field["item_ref"] for field in fields}
    named = [field["deprecated"]["replaced_by"] for field in fields if "deprecated" in field]
    assert named
    assert set(named) <= references


def test_code_values_are_text_as_written() -> None:
    for path in (EXAMPLE / "data" / "categories").iterdir():
        values = [entry["value"] if isinstance(entry, dict) else entry for entry in load(path)]
        assert all(isinstance(value, str) and value for value in values), path.name


def test_change_log_and_metadata_agree(fields: list[dict[str, Any]]) -> None:
    log = (EXAMPLE / "docs" / "admin" / "ssd_change_log.csv").read_text(encoding="utf-8").splitlines()[1:]
    page = (EXAMPLE / "CHANGELOG.md").read_text(encoding="utf-8")
    rows = {tuple(line.split(",")[index] for index in (0, 3)) for line in log}
    assert {(field["item_ref"], field["metadata"]["change_id"]) for field in fields if "metadata" in field} <= rows
    assert all(f"| {number}" in page for _, number in rows)
    assert {reference for reference, _ in rows} <= {field["item_ref"] for field in fields}


def with_size(document: Document, item_ref: str, size: str) -> Document:
    """The document with another size of one item."""
    objects = tuple(
        dataclasses.replace(
            entry,
            items=tuple(
                dataclasses.replace(item, max_field_size=size) if item.item_ref == item_ref else item
                for item in entry.items
            ),
        )
        for entry in document.objects
    )
    return dataclasses.replace(document, objects=objects)


def test_writing_without_a_change_writes_nothing(files: dict[str, bytes], reading: Reading) -> None:
    assert write(files, reading.document) == {}


def test_writing_a_size_changes_one_line_of_one_file(files: dict[str, bytes], reading: Reading) -> None:
    for _, item in reading.document.items():
        if not item.max_field_size:
            continue
        written = write(files, with_size(reading.document, item.item_ref, "77"))
        row = written.pop("docs/admin/items.csv")
        assert len(set(row.splitlines()) - set(files["docs/admin/items.csv"].splitlines())) == 1
        [(path, content)] = written.items()
        assert content is not None
        before, after = files[path].decode().splitlines(), content.decode().splitlines()
        changed = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
        assert [line[0] for line in changed] == ["-", "+"], item.item_ref
        assert changed[1].strip("+ ").startswith("max_field_size:")
        assert read({**files, path: content}).document == with_size(reading.document, item.item_ref, "77")
