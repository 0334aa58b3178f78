"""Search by REST: parts of the specification and the changes that its change log tells of, at every version."""

from __future__ import annotations

import csv
import io

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
