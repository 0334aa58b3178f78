"""What lies between two versions by REST: filters, forms, words, and what of it somebody has to do."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
import yaml

from specs_app.publishing.pdf import files
from tests.factories import small_files
from tests.integration.api.conftest import Rest, Versions, problem
from tests.integration.api.test_schema import check, schema  # noqa: F401 - a fixture
from tests.jobs import run_due
from tests.published import publish

BEFORE = {"kind", "address", "field", "before", "after", "change_class"}


@pytest.fixture
def ends(versions: Versions) -> dict[str, str]:
    return {"from": versions.shas[0], "to": versions.shas[2]}


def test_differences_keep_their_shape_and_gain_words(
    versions: Versions,
    ends: dict[str, str],
    schema: dict[str, Any],  # noqa: F811 - the fixture
) -> None:
    told = versions.rest.get("diff/", **ends).json()
    check(schema, "read_diff", told)
    assert all(change.keys() >= BEFORE for change in told["changes"])
    renamed = next(change for change in told["changes"] if change["kind"] == "renamed")
    assert renamed["words"] == "Item YOUN002A renamed from youn_family_name to youn_last_name"
    assert renamed["group"] == "objects/ysd_young_person"
    assert sum(told["counts"].values()) == len(told["changes"])


@pytest.mark.parametrize(
    "only", [{"class": "breaking"}, {"cms": "larchway"}, {"return": "YAC"}, {"object": "ysd_team"}]
)
def test_every_form_has_the_same_filters(versions: Versions, ends: dict[str, str], only: dict[str, str]) -> None:
    everything = versions.rest.get("diff/", **ends).json()["changes"]
    told = versions.rest.get("diff/", **ends, **only).json()
    assert told["changes"] == [change for change in everything if change in told["changes"]]
    assert len(told["changes"]) < len(everything)
    read = yaml.safe_load(versions.rest.get("diff/", **ends, **only, format="yaml").content)
    assert read == told
    rows = list(csv.DictReader(io.StringIO(versions.rest.get("diff/", **ends, **only, format="csv").content.decode())))
    assert [row["words"] for row in rows] == [change["words"] for change in told["changes"]]
    text = versions.rest.get("diff/", **ends, **only, format="md").content.decode()
    assert text.count("\n- **") == len(told["changes"])


def test_unknown_value_of_a_filter_is_refused_with_the_known_ones(versions: Versions, ends: dict[str, str]) -> None:
    for name in ("class", "return", "cms", "object"):
        for form in ("json", "csv", "md", "pdf"):
            refused = problem(versions.rest.get("diff/", **ends, format=form, **{name: "odd"}), 400)
            assert refused["errors"][0]["pointer"] == f"/{name}"
            assert "Known are: " in refused["errors"][0]["detail"]


def test_pdf_is_made_then_given(versions: Versions, ends: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "make_book", lambda *_: b"%PDF-fake")
    waiting = versions.rest.get("diff/", **ends, format="pdf")
    assert (waiting.status_code, waiting["Retry-After"], waiting.json()["state"]) == (202, "5", "being made")
    run_due()
    answer = versions.rest.get("diff/", **ends, format="pdf")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "application/pdf", b"%PDF-fake")


def test_markdown_is_negotiated_too(versions: Versions, ends: dict[str, str]) -> None:
    answer = versions.rest.get("diff/", headers={"Accept": "text/markdown"}, **ends)
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert "## Young people (ysd\\_young\\_person)" in answer.content.decode()


def test_things_to_do_for_several_systems_and_returns(
    versions: Versions,
    schema: dict[str, Any],  # noqa: F811 - the fixture
) -> None:
    query = {"since": versions.shas[0], "cms": ["larchway"], "return": ["YAC", "PDR"]}
    told = versions.rest.get("for-me/", **query).json()
    check(schema, "read_for_me", told)
    assert (told["since"], told["at"], told["returns"]) == (versions.shas[0], versions.shas[2], ["YAC", "PDR"])
    (renamed,) = [thing for thing in told["things_to_do"] if thing["kind"] == "renamed"]
    assert (renamed["urgency"], renamed["text"]) == (
        "must",
        "Rename the column youn_family_name of table ysd_young_person to youn_last_name",
    )
    everything = versions.rest.get("for-me/", since=versions.shas[0]).json()["things_to_do"]
    assert len(everything) == len(versions.rest.get("diff/", **{"from": versions.shas[0]}).json()["changes"])
    assert len(told["things_to_do"]) < len(everything)


def test_things_to_do_at_an_earlier_version(versions: Versions) -> None:
    told = versions.rest.get("for-me/", since=versions.shas[0], at=versions.shas[1]).json()
    assert told["at"] == versions.shas[1]
    assert "removed" not in {thing["kind"] for thing in told["things_to_do"]}
    assert versions.rest.get("for-me/", since="1.0.0", at="1.0.0").json()["things_to_do"] == []


def test_unknown_system_or_return_is_refused_with_the_known_ones(versions: Versions) -> None:
    asked = {"since": "1.0.0", "cms": ["larchway", "odd"], "return": "odd"}
    refused = problem(versions.rest.get("for-me/", **asked), 400)
    assert [error["pointer"] for error in refused["errors"]] == ["/cms", "/return"]
    assert "Known are: larchway" in refused["errors"][0]["detail"]
    assert problem(versions.rest.get("for-me/"), 400)["errors"][0]["pointer"] == "/since"
    assert problem(versions.rest.get("for-me/", since=["1.0.0", "1.1.0"]), 400)["errors"][0]["pointer"] == "/since"
    problem(versions.rest.get("for-me/", since="9.9"), 404)


def test_formula_in_a_name_is_text_in_csv(db: None, tmp_path: Path) -> None:
    files = small_files()
    path = next(name for name in files if "objects/" in name and "relationships" not in name)
    text = files[path].decode()
    first = text.index("description: ")
    altered = f"{text[:first]}description: '=cmd()'{text[text.index(chr(10), first) :]}"
    publish(tmp_path / "source", "tin", [files, {**files, path: altered.encode()}], tags=["v1", "v2"])
    for address, query in (("diff/", {"from": "v1", "to": "v2"}), ("for-me/", {"since": "v1"})):
        answer = Rest("tin").get(address, **query, format="csv")
        (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
        assert row["after"] == "'=cmd()"
