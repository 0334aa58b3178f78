"""The reads of REST: formats, filters, pages, versions, caching, what is gone, hostile input."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from rest_framework.throttling import ScopedRateThrottle

from tests.factories import small_files
from tests.integration.api.conftest import ROOT, Rest, Versions, problem
from tests.integration.api.test_schema import READS
from tests.jobs import run_due
from tests.published import publish
from tests.typesetting import needs_pango

MOST_QUERIES = 12


def test_read_asks_the_database_a_fixed_number_of_times(
    versions: Versions, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    versions.rest.get()  # takes a portion of the limit
    for path, query in product(READS.values(), ({}, {"at": versions.shas[0]})):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert versions.rest.get(path, **query).status_code == 200, path


@pytest.mark.one_database
def test_yaml_says_what_json_says(versions: Versions) -> None:
    for path in READS.values():
        answer = versions.rest.get(path, format="yaml")
        assert answer["Content-Type"] == "application/yaml; charset=utf-8"
        read, told = yaml.safe_load(answer.content), versions.rest.get(path).json()
        for members in (read, told):
            members.pop("next", None)
        assert read == told, path


def test_csv_has_one_row_an_item_whatever_the_page(versions: Versions) -> None:
    answer = versions.rest.get("items/", headers={"Accept": "text/csv"}, page_size=5)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == versions.rest.get("items/").json()["count"] > 5
    assert rows[0]["item_ref"] == versions.rest.get("items/").json()["results"][0]["item_ref"]


def test_csv_makes_formulas_text(db: None, tmp_path: Path) -> None:
    name = "data/objects/tin_a.yml"
    text = "nodes:\n- name: tin_a\n  fields:\n  - name: a\n    item_ref: AAAA001A\n    description: '=cmd()'\n"
    publish(tmp_path / "source", "tin", [{name: text.encode()}])
    answer = Rest("tin").get("items/", format="csv")
    assert next(csv.DictReader(io.StringIO(answer.content.decode())))["description"] == "'=cmd()"


FILTERS = {
    "object": "ysd_young_person",
    "return": "PDR",
    "cms": "larchway",
    "category": "recorded_sex",
    "required": "true",
    "type": "NVARCHAR",
    "q": "name family",
}


def test_filter_keeps_what_fits_and_nothing_else(versions: Versions) -> None:
    everything = versions.rest.get("items/", page_size=1000).json()["results"]
    for name, value in FILTERS.items():
        kept = versions.rest.get("items/", page_size=1000, **{name: value}).json()["results"]
        assert 0 < len(kept) < len(everything), name
        assert kept == [item for item in everything if _fits(item, name, value)], name


def _fits(item: dict[str, Any], name: str, value: str) -> bool:
    ways = {
        "return": lambda: value in [entry["return"] for entry in item["returns"]],
        "cms": lambda: value in [entry["cms"] for entry in item["cms"] if entry["marked"]],
        "required": lambda: item["required"],
        "type": lambda: (item["type"] or "").upper() == value,
        "q": lambda: (
            all(word in json.dumps(item, ensure_ascii=False).lower() for word in value.split()) and _says(item, value)
        ),
    }
    return bool(ways.get(name, lambda: item[name] == value)())


def _says(item: dict[str, Any], words: str) -> bool:
    names = ("item_ref", "name", "object", "description", "guidance")
    hay = "\n".join(item[name] or "" for name in names).lower()
    return all(word in hay for word in words.split())


def test_ordering_turns_the_list_round(versions: Versions) -> None:
    names = [item["name"] for item in versions.rest.get("items/", ordering="-name", page_size=1000).json()["results"]]
    assert names == sorted(names, reverse=True)


def test_changed_since_keeps_what_revisions_changed(versions: Versions) -> None:
    date = versions.rest.get(f"revisions/{versions.shas[1]}/").json()["date"]
    kept = versions.rest.get("items/", changed_since=date, at=versions.shas[1]).json()["results"]
    assert "youn_last_name" in [item["name"] for item in kept]
    assert len(kept) < 5


def test_pages_lead_from_one_to_the_next(versions: Versions) -> None:
    first = versions.rest.get("items/", page_size=7, object="").json()
    seen = list(first["results"])
    address = first["next"]
    while address:
        page = Client().get(address).json()
        seen += page["results"]
        address = page["next"]
    assert [item["item_ref"] for item in seen] == [
        item["item_ref"] for item in versions.rest.get("items/", page_size=1000).json()["results"]
    ]
    assert len(seen) == first["count"]


def test_earlier_revision_reads_as_it_was(versions: Versions) -> None:
    first = versions.rest.get("items/YOUN002A/", at=versions.shas[0]).json()
    assert first["name"] == "youn_family_name"
    assert versions.rest.get("items/YOUN002A/").json()["name"] == "youn_last_name"
    assert f"?at={versions.shas[0]}" in first["url"]


def test_etag_answers_304_until_the_revision_moves(
    versions: Versions, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    answer = versions.rest.get("items/")
    etag = answer["ETag"]
    assert etag.startswith(f'"{versions.shas[2]}')
    assert answer["Cache-Control"] == "no-cache"
    for given_etag in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        with django_assert_max_num_queries(3 if given_etag == "*" else 2):
            again = versions.rest.get("items/", headers={"If-None-Match": given_etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert versions.rest.get("items/", headers={"If-None-Match": '"other"'}).status_code == 200
    assert versions.rest.get("items/", format="yaml")["ETag"] != etag
    assert versions.rest.get("items/", at=versions.shas[0])["ETag"] != etag


def test_pinned_read_may_be_kept_and_an_error_may_not(versions: Versions) -> None:
    assert "immutable" in versions.rest.get("relationships/", at=versions.shas[0])["Cache-Control"]
    assert versions.rest.get("relationships/", at=versions.shas[0][:10])["Cache-Control"] == "public, max-age=3600"
    assert versions.rest.get("items/NOPE001A/", at=versions.shas[0])["Cache-Control"] == "no-store"


def test_pinned_read_of_what_follows_from_more_than_the_revision_is_asked_for_again(versions: Versions) -> None:
    first, second, third = versions.shas

    def lasts(path: str, **query: str) -> str:
        return str(versions.rest.get(path, **query)["Cache-Control"])

    unsettled = [
        lasts("items/", at=first),
        lasts("objects/ysd_team/", at=first),
        lasts("releases/", at=first),
        lasts("releases/1.0.0/", at=first),
        lasts("", at=first),
        lasts("export/json/", at=first),
        lasts("sql/larchway/", at=first),
        lasts("search/", q="young", at=first),
        lasts("diff/", **{"from": "1.0.0", "at": third}),
        lasts(f"revisions/{second[:10]}/", at=third),
    ]
    assert set(unsettled) == {"public, max-age=3600"}
    assert lasts("diff/", **{"from": first}) == "no-cache"
    assert lasts("diff/", **{"from": first, "to": "1.0.0"}) == "no-cache"
    settled = [
        lasts("diff/", **{"from": first, "at": third}),
        lasts("diff/", **{"from": first, "to": second}),
        lasts(f"revisions/{second}/", at=third),
        lasts("export/csv/", at=first),
    ]
    assert set(settled) == {"public, max-age=31536000, immutable"}


def test_removed_is_410_with_what_to_use_and_unknown_is_404(versions: Versions) -> None:
    gone = problem(versions.rest.get("categories/consent_answer/"), 410)
    assert gone["replaced_by"] is None
    assert versions.rest.get("categories/consent_answer/", at=versions.shas[0]).status_code == 200
    renamed = problem(versions.rest.get("items/youn_family_name/"), 410)
    assert renamed["replaced_by"] == "YOUN002A"
    for path in ("items/NOPE001A/", "objects/nope/", "categories/nope/", "cms/nope/", "returns/nope/", "releases/9/"):
        problem(versions.rest.get(path), 404)
    problem(versions.rest.get("revisions/0/"), 404)
    problem(Rest("nope").get(), 404)


def test_unknown_address_and_method_are_problems(versions: Versions) -> None:
    for path in ("nothing/like/this/", "%0A/", "items/a%0Ab/", "nothing%0A/at/all/"):
        problem(versions.rest.get(path), 404)
    problem(Rest("%0Aysd").get("items/"), 404)
    assert problem(versions.rest.post("items/"), 405)["type"] == "/problems/method-not-allowed"


def test_exports_hold_the_whole_version(versions: Versions) -> None:
    whole = json.loads(versions.rest.get("export/json").getvalue())
    assert len(whole["items"]) == versions.rest.get("items/").json()["count"]
    with zipfile.ZipFile(io.BytesIO(versions.rest.get("export/yaml").content)) as archive:
        assert "data/objects/ysd_young_person.yml" in archive.namelist()
    table = versions.rest.get("export/csv")
    assert table["Content-Disposition"] == 'attachment; filename="ysd.csv"'
    rows = table.getvalue()
    assert rows.startswith(b"\xef\xbb\xbf")
    assert versions.rest.get("export/csv", headers={"Accept": "text/csv"}).status_code == 200
    assert versions.rest.get("export/csv/").getvalue() == rows
    unknown = problem(versions.rest.get("export/ods"), 404)
    assert "json, yaml, csv" in unknown["detail"]


@pytest.mark.one_database
@needs_pango
def test_pdf_is_given_once_it_is_made(db: None, tmp_path: Path) -> None:
    publish(tmp_path / "source", "tin", [small_files()])
    waits = Rest("tin").get("export/pdf")
    assert waits.status_code == 202
    assert waits.json() == {"state": "being made", "progress": "It is the next job."}
    assert waits["Retry-After"] == "5"
    assert "ETag" not in waits
    run_due()
    answer = Rest("tin").get("export/pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert Rest("tin").get("export/pdf", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_sql_is_given_in_the_dialect_asked_for(versions: Versions) -> None:
    script = versions.rest.get("sql/larchway/", dialect="postgres").content.decode()
    assert "CREATE TABLE" in script
    assert script != versions.rest.get("sql/larchway/", dialect="tsql").content.decode()
    assert problem(versions.rest.get("sql/larchway/", dialect="cobol"), 400)["errors"][0]["pointer"] == "/dialect"


def test_diff_needs_to_know_from_where(versions: Versions) -> None:
    assert problem(versions.rest.get("diff/"), 400)["errors"][0]["pointer"] == "/from"
    one, two, three = versions.shas
    back = versions.rest.get("diff/", **{"from": three, "to": one}).json()
    assert (back["from"], back["to"]) == (three, one)
    assert {"added"} <= {entry["kind"] for entry in back["changes"]}
    assert versions.rest.get("diff/", **{"from": two, "to": two}).json()["changes"] == []


WRONG: list[tuple[str, dict[str, str], int]] = [
    ("items/", {"ordering": "shoe"}, 400),
    ("items/", {"required": "maybe"}, 400),
    ("items/", {"changed_since": "yesterday"}, 400),
    ("items/", {"changed_since": "2026-02-31"}, 400),
    ("items/", {"page": "x"}, 400),
    ("items/", {"page": "0"}, 400),
    ("items/", {"page": "last"}, 400),
    ("items/", {"page": "1.0"}, 400),
    ("items/", {"page": "99"}, 404),
    ("items/", {"page_size": "0"}, 400),
    ("items/", {"page_size": "1001"}, 400),
    ("items/", {"page_size": "9" * 5000}, 400),
    ("items/", {"page": "9" * 5000}, 404),
    ("items/", {"at": "main~1"}, 404),
    ("items/", {"at": "--help"}, 404),
    ("items/", {"at": "\0"}, 400),
    ("items/", {"q": "a\0b"}, 400),
    ("items/%00/", {}, 404),
    ("releases/%00/", {}, 404),
    ("changes/%00/", {}, 404),
    ("items/", {"format": "exe"}, 406),
    ("changes/", {"format": "exe"}, 406),
    ("items/", {"at": "9" * 40}, 404),
    ("diff/", {"from": " "}, 404),
    ("items/" + "A" * 4000 + "/", {}, 404),
]


def test_wrong_parameter_is_a_problem(versions: Versions) -> None:
    for path, query, status in WRONG:
        problem(versions.rest.get(path, **query), status)


def test_problem_is_json_whatever_was_asked_for(versions: Versions) -> None:
    problem(versions.rest.get("items/NOPE001A/", format="yaml"), 404)
    problem(versions.rest.get("items/NOPE001A/", headers={"Accept": "text/csv"}), 404)
    problem(versions.rest.get("export/ods", headers={"Accept": "application/pdf"}), 404)


def test_wrong_token_is_refused_for_reads_too(versions: Versions) -> None:
    problem(Rest("ysd", "0" * 64).get("items/"), 401)


def test_too_many_requests_are_told_to_wait(versions: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", {"files": "2/min", "anon": None, "user": None})
    answers = [versions.rest.get("export/json") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    problem(answers[2], 429)
    assert int(answers[2]["Retry-After"]) > 0
    assert versions.rest.get("items/").status_code == 200


@limits(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["items/", "objects/", "changes/", "diff/", "revisions/", "sql/larchway/"]),
    query=st.dictionaries(
        st.sampled_from(
            ["at", "page", "page_size", "ordering", "required", "changed_since", "q", "from", "to", "status", "format"]
        ),
        st.text(max_size=40),
        max_size=4,
    ),
)
def test_no_parameter_breaks_a_read(versions: Versions, path: str, query: dict[str, str]) -> None:
    answer = Client(raise_request_exception=False).get(f"{ROOT}/ysd/{path}", query)
    assert answer.status_code < 500
    if answer.status_code >= 400:
        problem(answer, answer.status_code)  # type: ignore[arg-type]


def test_revisions_of_an_earlier_version_stay_what_they_were(versions: Versions) -> None:
    first, second, _ = versions.shas
    assert [row["sha"] for row in versions.rest.get("revisions/", at=second).json()["results"]] == [second, first]
