"""What reads and patches YAML by position knows no key of the standard."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from specs_app import yaml_files
from specs_app.document.item_keys import ITEM_KEYS
from specs_app.yaml_files.write.typed import TYPED

FOLDER = Path(yaml_files.__file__).parent
MODULES = (FOLDER / "tree.py", FOLDER / "render.py", *sorted((FOLDER / "patch").glob("*.py")))
KEYS = {key.name for key in ITEM_KEYS} | {key.in_file for key in ITEM_KEYS if key.in_file} | TYPED


def words(module: Path) -> Iterator[str]:
    """All text constants of a module."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def imported(module: Path) -> Iterator[str]:
    """The modules that a module takes names from."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.stem)
def test_key_of_the_standard_is_not_named_by_what_patches(module: Path) -> None:
    assert KEYS.isdisjoint(words(module))
    assert {name for name in imported(module) if name.startswith("specs_app.document")} <= {"specs_app.document.values"}


def test_typed_keys_are_those_of_flags_sizes_validators_and_rules() -> None:
    assert {
        *(
            "primary_key",
            "required",
            "unique",
            "enabled",
            "max_field_size",
            "synthetic",
            "validators",
            "versions_count",
        ),
        *("approvals", "quorum", "objection_blocks", "consultation_days", "final_comment_days"),
        *("deadline_days", "notice_days", "public_comments", "at_most_one", "dated_only"),
        *("la_code", "deploy_temp_tables", "no_count_on", "remove_drop_table", "remove_insert_data", "remove_test"),
        *("remove_console", "remove_deployment_status_note", "remove_ssd_non_core_modifications"),
        *("remove_create_pk", "remove_create_fk", "remove_create_idx"),
    } == TYPED
