"""Who may read, as ``specification.yml`` says it: a slip opens nothing, and where nothing is said nothing is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.problems import Problem
from specs_app.document.types import Settings
from specs_app.yaml_files.reader import read
from tests.versions import write

FILE = "specification.yml"
REST = "title: Kites # as the founders wrote it\nprefix: KIT\nrules:\n  breaking:\n    approvals: 4\n"


def settings(text: str) -> tuple[Settings, tuple[Problem, ...]]:
    reading = read({FILE: text.encode()})
    return reading.document.settings, reading.problems


@pytest.mark.parametrize(
    ("line", "access"),
    [
        ("", "public"),
        ("access: public\n", "public"),
        ("access: restricted\n", "restricted"),
        ('access: "restricted"\n', "restricted"),
    ],
)
def test_access_is_read(line: str, access: str) -> None:
    found, problems = settings(REST + line)
    assert (found.access, found.extra, problems) == (access, (), ())


@pytest.mark.parametrize("value", ["members", "Public", "PUBLIC", "true", "", "null", "[public]", "{who: public}"])
def test_access_that_is_no_known_word_is_a_problem_and_closes(value: str) -> None:
    found, problems = settings(f"{REST}access: {value}\n")
    assert found.access == "restricted"
    (problem,) = [entry for entry in problems if entry.rule == "unknown-access"]
    assert (problem.severity, problem.file, problem.line) == ("error", FILE, 6)
    assert "Write public or restricted" in problem.remedy


@pytest.mark.parametrize(
    "text", ["", "- a list\n", "title: [never closed\n", "access: restricted\naccess: public\n", "\t: x\n"]
)
def test_settings_that_cannot_be_read_close(text: str) -> None:
    assert settings(text)[0].access == "restricted"


def test_repository_without_settings_is_public() -> None:
    assert read({}).document.settings.access == "public"


def test_restricting_adds_one_line_and_opening_takes_it_out() -> None:
    files = {FILE: REST.encode()}
    document = read(files).document
    restricted = replace(document, settings=replace(document.settings, access="restricted"))
    closed = write(files, restricted)[FILE]
    assert closed == REST.encode() + b"access: restricted\n"
    assert write({FILE: closed}, document) == {FILE: REST.encode()}


def test_public_standard_keeps_its_bytes() -> None:
    files = {FILE: REST.encode()}
    assert write(files, read(files).document, with_settings=True) == {}
    assert b"access" not in write({}, read(files).document, with_settings=True)[FILE]
