"""Items on their way out say so wherever they are listed, and can be listed by themselves; by page, by REST and in scripts."""

from __future__ import annotations

import csv
import io

import pytest

from specs_app.publishing.scripts import extract_script
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import current
from tests.integration.pages.conftest import Site

TAG = "Deprecated: goes in 2.0.0, use YOUN004A"
REST = "/api/v1/specifications/ysd/"
LISTS = ["items/", "objects/ysd_young_person/", "cms/larchway/?show=all", "search?q=nickname"]


@pytest.mark.parametrize("path", LISTS)
def test_lists_say_when_an_item_goes_and_what_to_use(site: Site, path: str) -> None:
    assert site.text(path).count(TAG) == 1


def test_items_on_their_way_out_can_be_listed_by_themselves_and_left_out(site: Site) -> None:
    going = site.text("items/", deprecated="yes", ordering="remove_in")
    assert "<h1" in going
    assert "Items on their way out" in going
    assert ("YOUN005A" in going, "YOUN006A" in going) == (True, False)
    staying = site.text("items/", deprecated="no")
    assert ("YOUN005A</a>" in staying, "YOUN006A</a>" in staying) == (False, True)
    assert "YOUN006A</a>" in site.text("items/", deprecated="perhaps")
    for path in ("", "quality/"):
        assert "/ysd/items/?deprecated=yes&amp;ordering=remove_in" in site.text(path), path


def test_item_and_what_takes_its_place_lead_to_each_other(site: Site) -> None:
    assert 'href="/ysd/items/YOUN004A/"' in site.text("items/YOUN005A/")
    text = site.text("items/YOUN004A/")
    assert 'Replaces <a class="govuk-link" href="/ysd/items/YOUN005A/">YOUN005A</a>' in text
    assert "Replaces" not in site.text("items/YOUN006A/")


def test_rest_filters_and_orders_them(site: Site) -> None:
    found = site.client.get(f"{REST}items/", {"deprecated": "yes"}).json()["results"]
    assert [(entry["item_ref"], entry["deprecated"]) for entry in found] == [
        ("YOUN005A", {"since": "1.1.0", "replaced_by": "YOUN004A", "remove_in": "2.0.0"})
    ]
    ordered = site.client.get(f"{REST}items/", {"ordering": "remove_in", "page_size": 2}).json()["results"]
    assert ordered[0]["item_ref"] == "YOUN005A"
    assert ordered[1]["deprecated"] is None
    assert site.client.get(f"{REST}items/", {"deprecated": "perhaps"}).status_code == 400
    table = site.client.get(f"{REST}items/", {"deprecated": "yes", "format": "csv"}).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    columns = ("deprecated_since", "deprecated_replaced_by", "deprecated_remove_in")
    assert [row[column] for column in columns] == ["1.1.0", "YOUN004A", "2.0.0"]


def test_rest_search_says_it_too(site: Site) -> None:
    def search(**query: str) -> dict[str, dict[str, str] | None]:
        answer = site.client.get(f"{REST}search/", {"q": "young", **query})
        return {hit["key"]: hit["deprecated"] for hit in answer.json()["results"]}

    told = search(kind="item")
    assert told["YOUN005A"] == {"since": "1.1.0", "replaced_by": "YOUN004A", "remove_in": "2.0.0"}
    assert told["YOUN006A"] is None
    assert set(search(kind="object").values()) == {None}
    table = site.client.get(f"{REST}search/", {"q": "YOUN005A", "format": "csv"}).content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table)))["deprecated_replaced_by"] == "YOUN004A"


def test_script_says_it_at_the_table(site: Site) -> None:
    text = extract_script(edition_of(site.specification, current(site.specification)), "larchway", "tsql").text
    assert f"-- Column ysd_young_person.youn_nickname: {TAG}." in text
