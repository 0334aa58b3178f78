"""The whole standard as files that are made piece by piece."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pytest

from specs_app.publishing import exports
from specs_app.publishing.exports import as_csv, as_json
from specs_app.publishing.flat import item_columns
from specs_app.publishing.records import item_record
from specs_app.versions.version import Version
from tests.corpus_files import example_repository
from tests.versions import edition_of, version_of


@pytest.fixture(scope="module")
def version() -> Version:
    return version_of(example_repository())


def test_json_holds_every_part_a_record_a_line(version: Version) -> None:
    text = b"".join(as_json(edition_of(version))).decode()
    found, document = json.loads(text), version.document
    assert found["items"] == json.loads(json.dumps([item_record(document, *row) for row in document.items()]))
    assert [entry["name"] for entry in found["objects"]] == [entry.name for entry in document.objects]
    assert len(found["relationships"]) == len(document.relationships)
    assert found["objects"][0]["relationships"]
    assert {"title", "version", "cms", "returns", "domains", "statuses", "validators", "datatypes"} <= found.keys()
    lines = [line.rstrip(",") for line in text.splitlines()]
    assert json.loads(next(line for line in lines if "YOUN001A" in line and "description" in line))["name"]


def test_json_of_nothing_is_json() -> None:
    found = json.loads(b"".join(as_json(edition_of(version_of({})))))
    assert (found["objects"], found["items"], found["validators"]) == ([], [], [])


def test_csv_holds_a_row_an_item(version: Version) -> None:
    text = b"".join(as_csv(edition_of(version))).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == [column.name for column in item_columns(version.document)]
    assert len(rows) == 1 + sum(1 for _ in version.document.items())


@pytest.mark.parametrize("make", [as_json, as_csv])
def test_pieces_come_before_all_is_made(version: Version, make: object, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def noted(*parts: object) -> object:
        made.append(1)
        return item_record(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(exports, "item_record", noted)
    monkeypatch.setattr("specs_app.publishing.records.item_record", noted)
    monkeypatch.setattr(exports, "PIECE", 1)
    pieces: Iterator[bytes] = make(edition_of(version))  # type: ignore[operator]
    while not made:
        next(pieces)
    assert len(made) == 1
    assert len(list(pieces)) > 10
