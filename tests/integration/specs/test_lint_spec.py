"""`lint_spec` on a specification, a revision of it and a folder."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories import SLUG, example_folder, imported, small_files, write_files

pytestmark = pytest.mark.django_db


def test_lint_of_a_specification_ends_with_one_for_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(example_folder(tmp_path / "source"))
    with pytest.raises(CommandError) as caught:
        call_command("lint_spec", SLUG)
    assert caught.value.returncode == 1
    assert "data/categories/broken.yml:2: error yaml-syntax" in capsys.readouterr().out


def test_lint_of_a_sound_folder_ends_with_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {path: data for path, data in small_files().items() if "broken" not in path}
    call_command("lint_spec", str(write_files(tmp_path / "folder", files)), "--format", "json")
    assert {problem["severity"] for problem in json.loads(capsys.readouterr().out)} <= {"warning", "info"}


def test_lint_speaks_sarif(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("lint_spec", str(example_folder(tmp_path / "folder")), "--format", "sarif")
    said = json.loads(capsys.readouterr().out)
    assert said["version"] == "2.1.0"
    results = said["runs"][0]["results"]
    broken = next(result for result in results if result["ruleId"] == "yaml-syntax")
    place = broken["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "data/categories/broken.yml"}, "region": {"startLine": 2}}


@pytest.mark.parametrize("arguments", [["nobody"], ["--at", "nothing", SLUG]])
def test_lint_of_what_is_not_there_ends_with_two(tmp_path: Path, arguments: list[str]) -> None:
    imported(example_folder(tmp_path / "source"))
    with pytest.raises(CommandError) as caught:
        call_command("lint_spec", *arguments)
    assert caught.value.returncode == 2
