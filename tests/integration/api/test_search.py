"""Search by REST: parts of the specification and the changes that its change log tells of, at every version."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from tests.integration.api.conftest import Rest, Versions, problem


def found(rest: Rest, text: str, **query: str) -> list[str]:
    return [hit["key"] for hit in rest.get("search/", q=text, **query).json()["results"]]


def test_search_finds_parts_and_says_where_they_are(versions: Versions) -> None:
    hit = versions.rest.get("search/", q="YOUN001A").json()["results"][0]
    assert (hit["kind"], hit["key"]) == ("item", "YOUN001A")
    assert Client().get(hit["url"]).json()["item_ref"] == "YOUN001A"
    assert Client().get(hit["html_url"]).status_code == 200
    assert found(versions.rest, "recorded_sex")[0] == "recorded_sex"
    assert found(versions.rest, "quagga") == []


def test_search_finds_an_earlier_change_at_every_version(versions: Versions) -> None:
    for query in ({}, {"at": versions.shas[0]}):
        for text in ("YSD-0002", "split work training"):
            assert found(versions.rest, text, **query)[0] == "YSD-0002"
        hit = versions.rest.get("search/", q="YSD-0002", **query).json()["results"][0]
        assert hit["kind"] == "change"
        assert Client().get(hit["url"]).json()["items"] == ["DEST003A"]
        assert Client().get(hit["html_url"]).status_code == 200


def test_search_at_an_earlier_version_finds_what_was_there_then(versions: Versions) -> None:
    assert "consent_answer" in found(versions.rest, "consent_answer", at=versions.shas[0])
    assert "consent_answer" not in found(versions.rest, "consent_answer")


def test_search_needs_words_and_comes_in_pages_and_as_a_table(versions: Versions) -> None:
    assert problem(versions.rest.get("search/"), 400)["errors"][0]["pointer"] == "/q"
    first = versions.rest.get("search/", q="ysd", page_size="3").json()
    assert len(first["results"]) == 3 < first["count"]
    assert len(Client().get(first["next"]).json()["results"]) == 3
    table = list(csv.DictReader(io.StringIO(versions.rest.get("search/", q="ysd", format="csv").content.decode())))
    assert [row["key"] for row in table[:3]] == [hit["key"] for hit in first["results"]]
    assert len(table) == first["count"]


def test_change_log_can_be_asked_for_words(versions: Versions) -> None:
    def numbers(text: str) -> list[str]:
        return [row["id"] for row in versions.rest.get("changelog/", q=text).json()["results"]]

    assert numbers("destinations") == ["YSD-0002"]
    assert numbers("ysd-0004") == ["YSD-0004"]
    assert len(numbers("")) == 6
    assert numbers("quagga") == []


def test_search_says_why_and_is_narrowed_as_the_page_is(versions: Versions) -> None:
    hit = versions.rest.get("search/", q="youn family name").json()["results"][0]
    assert (hit["title"], hit["former_names"], hit["searched"]) == ("youn_last_name", ["youn_family_name"], None)
    assert hit["reasons"][0] == {"where": "former", "label": None, "text": "youn_family_name", "synonym": None}
    assert versions.rest.get("search/", q="yuon_nickname").json()["results"][0]["searched"] == "youn_nickname"
    named = versions.rest.get("search/", q="YOUN05A").json()["results"][0]
    assert (named["heading"], named["searched"]) == ("Nickname", "YOUN005A")
    kinds = {hit["kind"] for hit in versions.rest.get("search/", q="team", kind="object").json()["results"]}
    assert kinds == {"object"}
    fault = problem(versions.rest.get("search/", q="team", domain="zebra", kind="object"), 400)["errors"][0]
    assert (fault["pointer"], fault["code"]) == ("/domain", "unknown-value")
    assert problem(versions.rest.get("search/", q="team", kind="zebra"), 400)["errors"][0]["pointer"] == "/kind"


@pytest.mark.parametrize("at", [{}, {"at": "1.0.0"}])
def test_facets_count_what_a_search_finds(versions: Versions, at: dict[str, str]) -> None:
    for row in versions.rest.get("search/facets/", q="team", page_size="50", **at).json()["results"]:
        narrowed = versions.rest.get("search/", q="team", **{row["facet"]: row["value"]}, **at).json()
        assert narrowed["count"] == row["count"], row


def test_suggestions_are_names_with_their_pages(versions: Versions) -> None:
    rows = versions.rest.get("search/suggestions/", q="youn nick").json()["results"]
    assert rows[0]["text"] == "Nickname"
    assert rows[0]["note"].startswith("Item YOUN005A youn_nickname of ")
    assert Client().get(rows[0]["html_url"]).status_code == 200
