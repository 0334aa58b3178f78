"""A small specification and the repository that it follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from specs_app.models import Specification
from specs_app.repository.folder import repository_path
from tests.factories import SLUG, example_repository, git, imported


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return example_repository(tmp_path / "source")


@pytest.fixture
def tiny(source: Path) -> Specification:
    """A specification whose source has taken its baseline back."""
    specification = imported(source, title="Tiny")
    git(source, "pull", "-q", str(repository_path(SLUG)), "main")
    return specification
