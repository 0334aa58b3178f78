"""The version history: read as it stands, and continued by position."""

from __future__ import annotations

import difflib

import pytest

from specs_app.yaml_files.patch.text import RefusedError
from specs_app.yaml_files.tree import YamlError
from specs_app.yaml_files.version_history import ToldRelease, told_releases, with_release
from tests.corpus_files import corpus_repository

HISTORY = b"""\
# Ours.
current_version: "1.0.1"   # kept by hand
releases:
  - version_number: "1.0.1"
    release_date: "2025-02-01"
    includes_changes: >
      Two
      things.
    impacts_cms_deployment:
      - mosaic
  - version_number: 1.0.0
    release_date: 2025-01-01
"""
NEW = ToldRelease("1.1.0", "2026-12-01", "Objects\n- one: two\n- three", systems=("mosaic",))


def added(before: bytes, after: bytes) -> list[str]:
    lines = difflib.ndiff(before.decode().splitlines(), after.decode().splitlines())
    return [line for line in lines if line[0] in "+-"]


def test_release_is_put_before_the_others() -> None:
    after = with_release(HISTORY, NEW)
    found = told_releases({"x/version_history.yml": after})
    assert found[0] == NEW
    assert found[1:] == told_releases({"x/version_history.yml": HISTORY})
    assert added(HISTORY, after) == [
        '- current_version: "1.0.1"   # kept by hand',
        '+ current_version: "1.1.0"   # kept by hand',
        "+   - version_number: 1.1.0".replace("1.1.0", "'1.1.0'"),
        "+     release_date: '2026-12-01'",
        "+     includes_changes: |-",
        "+       Objects",
        "+       - one: two",
        "+       - three",
        "+     impacts_cms_deployment:",
        "+       - mosaic",
    ]


@pytest.mark.parametrize("data", [b"releases: []\n", b"a: 1\n", b"- 1\n", b"", b"releases: {a: 1}\n"])
def test_history_that_cannot_be_continued_is_refused_or_kept_sound(data: bytes) -> None:
    try:
        after = with_release(data, NEW)
    except (RefusedError, YamlError):
        return
    assert told_releases({"version_history.yml": after})[0] == NEW


@pytest.mark.parametrize(
    "text", ["releases: [a, 1, {version_number: [x]}]", "releases: 4", "[", "a: !!python/object:x 1"]
)
def test_history_that_tells_of_nothing_is_none(text: str) -> None:
    assert told_releases({"version_history.yml": text.encode()}) == ()


def test_corpus_tells_of_its_releases_and_is_continued() -> None:
    files = corpus_repository()
    found = told_releases(files)
    assert len(found) == 35
    assert (found[0].version, found[0].date) == ("1.4.5", "2025-07-14")
    path = next(path for path in files if path.endswith("version_history.yml"))
    after = with_release(files[path], NEW)
    assert {line for line in added(files[path], after) if line[0] == "-"} == {'- current_version: "1.4.5"'}
    assert told_releases({path: after})[1:] == found
