"""Only processes of the same portal, code and settings, share kept answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from ssd_portal.published.edition import FOLDERS, edition

CHANGES = {
    "another key": ("SECRET_KEY", "another-key-" * 4),
    "another address": ("SITE_URL", "https://portal.example.org"),
    "for development": ("DEBUG", True),
}


@pytest.fixture
def checkout(tmp_path: Path, settings: LazySettings) -> Path:
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "file").write_text("Words.")
    settings.CHECKOUT = tmp_path
    return tmp_path


def test_same_portal_has_the_same_edition() -> None:
    assert edition() == edition()
    assert len(edition()) == 32


@pytest.mark.parametrize("change", CHANGES)
def test_other_settings_are_another_edition(settings: LazySettings, checkout: Path, change: str) -> None:
    before = edition()
    setattr(settings, *CHANGES[change])
    assert edition() != before


@pytest.mark.parametrize("folder", FOLDERS)
def test_other_files_are_another_edition(checkout: Path, folder: str) -> None:
    found = {edition()}
    (checkout / folder / "file").write_text("Other.")
    found.add(edition())
    (checkout / folder / "file").rename(checkout / folder / "elsewhere")
    found.add(edition())
    (checkout / folder / "elsewhere").unlink()
    found.add(edition())
    assert len(found) == 4


def test_what_python_leaves_behind_is_no_other_edition(checkout: Path) -> None:
    before = edition()
    left = checkout / FOLDERS[0] / "__pycache__"
    left.mkdir()
    (left / "file.pyc").write_bytes(b"compiled")
    assert edition() == before
