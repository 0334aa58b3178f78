"""Answers as tables: flat cells, chosen columns, one system's mappings in one call, as CSV and as a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import yaml
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from rest_framework.serializers import Serializer

from changes_app.api.schemas import CHANGE_LINE
from specs_app import queries
from specs_app.access import PORTAL
from specs_app.web.api import schemas
from specs_app.web.api.tables import columns_of, keys_of
from specs_app.web.api.views import item_table
from tests.drivers import COMPATIBLE, World
from tests.integration.api.conftest import ROOT, Rest, Versions, as_person, problem
from tests.integration.api.test_parameters import fault
from tests.integration.api.test_schema import READS

pytestmark = pytest.mark.one_database

PARTS = ("table", "field", "source", "status", "note")


def rows(answer: HttpResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.content[:500]
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def is_json(cell: str) -> bool:
    try:
        return isinstance(json.loads(cell), (dict, list))
    except ValueError:
        return False


def test_no_cell_of_any_read_is_json(versions: Versions) -> None:
    paths = {*READS.values(), f"revisions/{versions.shas[1]}/", f"diff/?from={versions.shas[0]}"}
    for path in paths:
        address, _, query = path.partition("?")
        found = rows(versions.rest.get(address, format="csv", **dict([query.split("=")] if query else [])))
        assert found or path.endswith("/history/"), path
        assert not [cell for row in found for cell in row.values() if is_json(cell)], path


def test_item_has_columns_for_every_system(versions: Versions) -> None:
    told = {item["item_ref"]: item for item in versions.rest.get("items/", page_size=1000).json()["results"]}
    found = rows(versions.rest.get("items/", format="csv"))
    systems = [entry["cms"] for entry in versions.rest.get("cms/").json()["results"]]
    assert len(systems) > 1
    for row in found:
        item = told[row["item_ref"]]
        held = {entry["cms"]: entry for entry in item["cms"]}
        assert row["cms"] == ";".join(cms for cms, entry in held.items() if entry["marked"])
        assert row["domains"] == ";".join(item["domains"])
        assert row["foreign_key_object"] == (item["foreign_key"] or {"object": ""})["object"]
        for cms in systems:
            assert [row[f"{cms}_{part}"] for part in PARTS] == [
                (held.get(cms, {}).get(part) or "").replace("\r\n", "\n") for part in PARTS
            ]
    assert any(row[f"{cms}_source"] for row in found for cms in systems)


def test_every_key_of_an_answer_has_a_column(versions: Versions) -> None:
    document = queries.at("ysd", viewer=PORTAL)[1].document
    assert {column.key for column in item_table(document)} == set(keys_of(schemas.ITEM))
    for shape in vars(schemas).values():
        if isinstance(shape, type) and issubclass(shape, Serializer) and shape is not schemas.ITEM:
            assert {column.key for column in columns_of(shape)} == set(keys_of(shape)), shape


def test_one_call_gives_what_one_system_holds(versions: Versions) -> None:
    fields = "item_ref,object,name,larchway_table,larchway_field,larchway_source"
    found = rows(versions.rest.get("items/", cms="larchway", fields=fields, format="csv", at="1.0.0"))
    assert list(found[0]) == fields.split(",")
    listed = versions.rest.get("cms/larchway/mappings/", page_size=1000, at="1.0.0").json()["results"]
    assert {row["item_ref"]: row["larchway_source"] for row in found} == {
        row["item_ref"]: row["source"] or "" for row in listed if row["marked"]
    }


def test_system_asked_for_is_the_only_one_with_columns(versions: Versions) -> None:
    header = rows(versions.rest.get("items/", cms="larchway", format="csv"))[0]
    assert "larchway_table" in header
    assert [name for name in header if name.endswith("_field")] == ["larchway_field"]


def test_columns_do_not_depend_on_what_is_found(versions: Versions) -> None:
    whole = rows(versions.rest.get("items/", format="csv"))[0]
    one = rows(versions.rest.get("items/YOUN001A/", format="csv"))[0]
    few = rows(versions.rest.get("items/", q="family", format="csv"))[0]
    assert list(whole) == list(one) == list(few)


def test_key_stands_for_all_its_columns(versions: Versions) -> None:
    header = list(rows(versions.rest.get("items/", fields="foreign_key, item_ref", format="csv"))[0])
    assert header == ["foreign_key_object", "foreign_key_item", "item_ref"]


def test_fields_cut_json_and_yaml_too(versions: Versions) -> None:
    listed = versions.rest.get("items/", fields="item_ref,name").json()
    assert listed["count"] == versions.rest.get("items/").json()["count"]
    assert all(list(row) == ["item_ref", "name"] for row in listed["results"])
    assert versions.rest.get("items/YOUN001A/", fields="name").json().keys() == {"name"}
    assert versions.rest.get("items/", fields="").json() == versions.rest.get("items/").json()


def test_unknown_field_is_refused_with_the_known_ones(versions: Versions) -> None:
    for form, known in {"json": "foreign_key", "csv": "foreign_key_object", "xlsx": "larchway_table"}.items():
        code, detail = fault(versions.rest.get("items/", fields="item_ref,shoe", format=form), "fields")
        assert (code, "no shoe here" in detail, known in detail) == ("unknown-value", True, True), form
    for path in READS.values():
        assert fault(versions.rest.get(path, fields="shoe"), "fields")[0] == "unknown-value", path
    problem(versions.rest.get("export/csv", fields="name"), 400)


def sheet(answer: HttpResponse) -> list[list[Any]]:
    assert answer.status_code == 200, answer.content[:500]
    found = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert found.freeze_panes == "A2"
    return [[cell.value for cell in row] for row in found]


def test_any_list_and_selection_is_a_spreadsheet(versions: Versions) -> None:
    for path in READS.values():
        answer = versions.rest.get(path, format="xlsx")
        table = rows(versions.rest.get(path, format="csv"))
        found = sheet(answer)
        assert len(found) == len(table) + 1, path
        assert not table or found[0] == list(table[0]), path
        assert answer["Content-Disposition"].endswith('.xlsx"'), path
    found = sheet(
        versions.rest.get("items/", required="true", fields="item_ref,required,max_field_size", format="xlsx")
    )
    assert {row[1] for row in found[1:]} == {True}
    assert {type(row[2]) for row in found[1:]} <= {int, str, type(None)}


def test_file_says_what_it_is_in_its_name(versions: Versions) -> None:
    answer = versions.rest.get("items/YOUN001A/history/", format="csv")
    assert answer["Content-Disposition"] == 'attachment; filename="ysd-items-YOUN001A-history.csv"'
    assert "Content-Disposition" not in versions.rest.get("items/")


def test_change_requests_are_a_table_of_what_the_reader_may_see(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    change = world.in_review(COMPATIBLE, title="=Ask; for more")
    draft = world.draft(title="Mine alone")
    stranger, proposer = Rest("ysd"), as_person("ysd", world.people.proposer)
    found = rows(stranger.get("changes/", format="csv"))
    assert [(row["id"], row["title"], row["status"]) for row in found] == [
        (change.number, "'=Ask; for more", "in_review")
    ]
    assert not [cell for row in found for cell in row.values() if is_json(cell)]
    assert list(found[0]) == list(keys_of(CHANGE_LINE))
    assert [row["id"] for row in rows(proposer.get("changes/", format="csv"))] == [draft.number, change.number]
    assert rows(proposer.get("changes/", format="csv", status="draft", fields="id")) == [{"id": draft.number}]
    told = sheet(proposer.get("changes/", format="xlsx", fields="id,title,submitted"))
    assert [row[:2] for row in told[1:]] == [[draft.number, "Mine alone"], [change.number, "=Ask; for more"]]
    assert [type(row[2]) for row in told[1:]] == [type(None), datetime]
    answer = stranger.get("changes/", format="xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="ysd-changes.xlsx"'
    assert answer["Cache-Control"] == "private, no-store"
    with CaptureQueriesContext(connection) as one:
        stranger.get("changes/", format="csv")
    for _ in range(3):
        world.in_review(COMPATIBLE)
    with django_assert_num_queries(len(one)):
        assert len(rows(stranger.get("changes/", format="csv", page_size="2"))) == 4


def test_specifications_are_a_table(versions: Versions) -> None:
    address = "/api/v1/specifications/"
    told = Client().get(address, {"format": "csv"})
    found = rows(told)  # type: ignore[arg-type]
    assert [row["slug"] for row in found] == ["ysd"]
    recognised = [f"identity_{part}" for part in ("short_name", "mark", "colour", "hex")]
    keys = [column for key in keys_of(schemas.ENTRY) for column in (recognised if key == "identity" else [key])]
    assert list(found[0]) == keys
    assert told["Content-Disposition"] == 'attachment; filename="specifications.csv"'
    as_sheet = sheet(Client().get(address, {"format": "xlsx", "fields": "slug,revision"}))  # type: ignore[arg-type]
    assert as_sheet == [["slug", "revision"], ["ysd", versions.shas[2]]]
    assert Client().get(address, {"fields": "slug"}).json()["results"] == [{"slug": "ysd"}]
    assert yaml.safe_load(Client().get(address, {"format": "yaml"}).content) == Client().get(address).json()


def test_what_is_written_is_answered_as_json_whatever_form_the_list_has(world: World) -> None:
    pat = as_person("ysd", world.people.proposer)
    problem(pat.post("changes/?format=csv", {"title": "A title"}), 406)
    client = Client(headers={"Authorization": f"Bearer {pat.token}", "Accept": "text/csv, */*"})
    answer = client.post(f"{ROOT}/ysd/changes/", {"title": "A title"}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (201, "application/json")
    assert Client().options(f"{ROOT}/ysd/changes/", headers={"Accept": "text/csv, */*"}).status_code == 200


def test_export_and_download_are_the_whole_list(versions: Versions) -> None:
    whole = sheet(versions.rest.get("export/xlsx"))
    assert len(whole) == versions.rest.get("items/").json()["count"] + 1
    assert versions.rest.get("export/xlsx").content == versions.rest.get("export/xlsx/").content
