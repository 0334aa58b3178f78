"""The workflow of the public forge: it runs what this checkout has, with all that the tests call."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
#: The package of each tool that tests call and that neither Debian nor set-up brings.
PACKAGES = {"curl": "curl", "git": "git", "make": "make", "pg_dump": "postgresql-client", "venv": "python3-venv"}


@pytest.fixture
def job() -> dict[str, Any]:
    told = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = told["jobs"]["check"]
    return found


def test_every_action_is_named_by_its_commit(job: dict[str, Any]) -> None:
    used = [step["uses"] for step in job["steps"] if "uses" in step]
    assert used
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", name)] == []


def test_commands_that_it_runs_are_there(job: dict[str, Any]) -> None:
    install, *_, check = job["steps"]
    assert set(PACKAGES.values()) <= set(install["run"].split())
    assert check["working-directory"] in [step["with"]["path"] for step in job["steps"] if "with" in step]
    assert os.access(ROOT / check["run"].split()[-1], os.X_OK)


def test_corpus_comes_whole_and_is_found_by_a_path_of_the_container(job: dict[str, Any]) -> None:
    (corpus,) = (step["with"] for step in job["steps"] if "repository" in step.get("with", {}))
    assert corpus["fetch-depth"] == 0
    assert job["steps"][-1]["run"].startswith(f'SSD_CORPUS="$GITHUB_WORKSPACE/{corpus["path"]}" ')
    assert "github.workspace" not in str(job)
