"""Secrets of webhooks in the environment: a wrong one is a problem in which nothing of it stands."""

from __future__ import annotations

from pathlib import Path

import environ
import pytest

from ssd_portal.environment import Reader
from ssd_portal.hook_secrets import read_hook_secrets

pytestmark = pytest.mark.one_database
SECRET = "hunter2-hunter2-hunter2"


class Given(environ.Env):
    """An environment of the test's own."""

    def __init__(self, **values: str) -> None:
        super().__init__()
        self.ENVIRON = values


def read(**values: str) -> tuple[dict[str, str], dict[str, str]]:
    """The secrets by slug; what is wrong, by the name of the setting."""
    reader = Reader(Given(**values))
    return read_hook_secrets(reader), {one.name: f"{one.message} {one.remedy}" for one in reader.problems}


def file_of(folder: Path, text: str, mode: int = 0o600) -> str:
    path = folder / "secret"
    path.write_text(text)
    path.chmod(mode)
    return str(path)


def test_secret_of_a_standard_with_hyphens() -> None:
    assert read(SPEC_HOOK_SECRET_YOUTH_DATA=SECRET) == ({"youth-data": SECRET}, {})


def test_secret_from_a_file(tmp_path: Path) -> None:
    assert read(SPEC_HOOK_SECRET_FILE_YSD=file_of(tmp_path, f"{SECRET}\n")) == ({"ysd": SECRET}, {})


@pytest.mark.parametrize("secret", ["hunter2", "hunter2 hunter2 hunter2", "hunter2" * 3 + "é"])
def test_secret_that_is_short_or_not_one_word_is_refused_unseen(secret: str) -> None:
    found, problems = read(SPEC_HOOK_SECRET_YSD=secret)
    assert (found, list(problems)) == ({}, ["SPEC_HOOK_SECRET_YSD"])
    assert "hunter2" not in problems["SPEC_HOOK_SECRET_YSD"]


def test_file_that_is_missing_open_or_empty_is_a_problem(tmp_path: Path) -> None:
    assert "no file" in read(SPEC_HOOK_SECRET_FILE_YSD="/nowhere/x")[1]["SPEC_HOOK_SECRET_FILE_YSD"]
    assert (
        "Other accounts"
        in read(SPEC_HOOK_SECRET_FILE_YSD=file_of(tmp_path, SECRET, 0o644))[1]["SPEC_HOOK_SECRET_FILE_YSD"]
    )
    assert "no secret" in read(SPEC_HOOK_SECRET_FILE_YSD=file_of(tmp_path, ""))[1]["SPEC_HOOK_SECRET_FILE_YSD"]


def test_secret_that_is_given_twice_is_a_problem(tmp_path: Path) -> None:
    _, problems = read(SPEC_HOOK_SECRET_YSD=SECRET, SPEC_HOOK_SECRET_FILE_YSD=file_of(tmp_path, SECRET))
    assert "given twice" in " ".join(problems.values())
