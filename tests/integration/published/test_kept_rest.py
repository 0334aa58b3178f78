"""REST reads from kept bytes: in each form, under its limits, and refusing what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from rest_framework.throttling import AnonRateThrottle, ScopedRateThrottle, UserRateThrottle

from specs_app.models import Specification
from specs_app.web.api.base import SHAPE
from ssd_portal.counts import COUNTS
from tests.drivers import World
from tests.visitors import Site, lasting

ROOT = "/api/v1/specifications/ysd"
ITEM = f"{ROOT}/items/YOUN002A/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def rates(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    known: dict[str, Any] = {"anon": "1000/min", "user": "1000/min", "files": "1000/min", **given}
    for throttle in (AnonRateThrottle, UserRateThrottle, ScopedRateThrottle):
        monkeypatch.setattr(throttle, "THROTTLE_RATES", known)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/objects/",
        "/items/",
        "/items/?page_size=3&page=2",
        "/items/YOUN002A/",
        "/problems/",
        "/releases/",
        "/revisions/",
    ],
)
def test_kept_answer_is_djangos(site: Site, path: str) -> None:
    path = ROOT + (path or "/")
    kept, fresh = site.kept(path), Client().get(path)
    links = {"next", "previous"}  # of a query in the fixed order
    assert {key: value for key, value in kept.json.items() if key not in links} == {
        key: value for key, value in fresh.json().items() if key not in links
    }
    assert "?" in path or kept.body == fresh.content
    own = {"vary": "Accept, Cookie, Accept-Encoding", "content-length": str(len(kept.sent))}
    assert kept.lasting == {**lasting({name.lower(): text for name, text in fresh.headers.items()}), **own}


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/api/v1/", "*/*", "application/json"),
        ("/api/v1/schema/", "*/*", "application/vnd.oai.openapi"),
        ("/api/v1/schema/", "application/json", "application/json"),
        ("/api/v1/schema/?format=json", BROWSER, "application/json"),
        ("/api/v1/specifications/", "*/*", "application/json"),
        ("/api/v1/specifications/?format=csv", "*/*", "text/csv"),
    ],
)
def test_kept_answer_of_no_standard_or_of_all_is_djangos(site: Site, path: str, accept: str, media_type: str) -> None:
    kept, fresh = site.kept(path, Accept=accept), Client().get(path, headers={"Accept": accept})
    assert kept.body == fresh.content
    assert kept.headers["content-type"].startswith(media_type)
    fresh_headers = lasting({name.lower(): text for name, text in fresh.headers.items()})
    added = {"vary", "content-length", "etag", "cache-control"}
    assert kept.lasting.items() >= {name: text for name, text in fresh_headers.items() if name not in added}.items()
    assert site.get(path, Accept=accept, If_None_Match=kept.headers["etag"]).status == 304
    assert "Accept-Encoding" in kept.headers["vary"]
    assert site.get(f"{path.partition('?')[0]}?utm=1").status == 400


def test_kept_schema_counts_against_the_limits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rates(monkeypatch, anon="2/day")
    assert [site.get("/api/v1/schema/").status for _ in range(3)] == [200, 200, 429]


def test_forms_are_kept_apart_and_headers_that_come_to_one_are_not(site: Site) -> None:
    for accept in ("", "*/*", "application/json", BROWSER, "application/json, */*;q=0.5"):
        assert site.get(ITEM, **({"Accept": accept} if accept else {})).headers["content-type"] == "application/json"
    assert (site.made, len(site.layer.shelf)) == (1, 1)
    assert site.kept(ITEM, Accept="application/yaml").headers["content-type"].startswith("application/yaml")
    assert site.kept(ITEM, Accept="text/csv").headers["content-type"].startswith("text/csv")
    assert site.kept(f"{ITEM}?format=csv", Accept=BROWSER).headers["content-type"].startswith("text/csv")
    assert site.kept(f"{ITEM}?format=xlsx").body == Client().get(f"{ITEM}?format=xlsx").content
    assert site.get(ITEM, Accept="image/png").status == 406
    assert (
        site.get(f"{ITEM}?format=csv", Accept="application/json").status
        == Client(headers={"Accept": "application/json"}).get(f"{ITEM}?format=csv").status_code
    )


def test_media_type_with_more_than_a_type_is_left_to_django(site: Site) -> None:
    pretty = site.get(ITEM, Accept="application/json; indent=4")
    assert pretty.text.startswith("{\n    ")
    assert site.get(ITEM).text.startswith('{"')
    assert len(site.layer.shelf) == 1


@pytest.mark.parametrize("query", ["utm=1", "format=json&format=csv", "page=1", "%00=1"])
def test_query_that_is_refused_is_refused_though_the_answer_is_kept(site: Site, query: str) -> None:
    site.kept(ITEM)
    assert site.get(f"{ITEM}?{query}").status == 400
    assert len(site.layer.shelf) == 1


def test_order_of_parameters_makes_no_further_entry(site: Site) -> None:
    site.get(f"{ROOT}/items/?cms=larchway&page_size=2")
    answer = site.get(f"{ROOT}/items/?page_size=2&cms=larchway&q=")
    assert (site.made, len(site.layer.shelf)) == (1, 1)
    assert "cms=larchway" in answer.json["next"]


def test_tag_names_the_revision_and_the_form(site: Site) -> None:
    sha = Specification.objects.get(slug="ysd").published_revision
    assert site.get(ITEM).headers["etag"] == f'"{sha}.json.{SHAPE}"'
    assert site.kept(ITEM).headers["etag"] == f'"{sha}.json.{SHAPE}"'
    tag = site.kept(ITEM, Accept_Encoding="br, gzip").headers["etag"]
    assert tag == f'"{sha}.json.{SHAPE}.br"'
    assert site.get(ITEM, Accept_Encoding="br", If_None_Match=tag).status == 304
    assert Site().get(ITEM, Accept_Encoding="br", If_None_Match=tag).status == 304


def test_pinned_read_may_be_kept_for_a_year_and_others_are_asked_for_again(site: Site) -> None:
    sha = Specification.objects.get(slug="ysd").published_revision
    assert (
        site.kept(f"{ROOT}/relationships/?at={sha}").headers["cache-control"] == "public, max-age=31536000, immutable"
    )
    assert site.kept(f"{ROOT}/?at={sha}").headers["cache-control"] == "public, max-age=3600"  # tells of releases
    assert site.kept(f"{ITEM}?at={sha}").headers["cache-control"] == "public, max-age=3600"  # tells of releases
    assert site.kept(ITEM).headers["cache-control"] == "no-cache"
    assert site.get(f"{ITEM}?at={'0' * 40}").headers["cache-control"] == "no-store"


def test_kept_answers_count_against_the_limits(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rates(monkeypatch, anon="4/day")
    tag = site.get(ITEM).headers["etag"]
    answers = [
        site.get(ITEM),
        site.get(ITEM, "HEAD"),
        site.get(ITEM, If_None_Match=tag),
        site.get(ITEM),
        site.get(ITEM),
    ]
    assert [answer.status for answer in answers] == [200, 200, 304, 429, 429]
    assert answers[3].headers["content-type"] == "application/problem+json"
    assert int(answers[3].headers["retry-after"]) > 0
    assert site.get("/ysd/").status == 200  # pages have no such limit


def test_limit_of_people_is_no_lower_than_that_of_visitors() -> None:
    """Else kept answers would have to count against both."""
    limits = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    (visitors, span), (people, other) = (limits[name].split("/") for name in ("anon", "user"))
    assert (int(visitors) <= int(people), span) == (True, other)


def test_limit_of_files_holds_for_kept_scripts(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rates(monkeypatch, files="2/day")
    script = f"{ROOT}/sql/larchway/"
    assert [site.get(script).status for _ in range(3)] == [200, 200, 429]
    assert site.get(ITEM).status == 200
    assert site.get(script, Accept="application/json").status == 429


def test_refusal_counts_against_no_other_limit_twice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refused script is one request of the visitor, as it is where Django alone is asked."""
    rates(monkeypatch, files="2/day", anon="5/day")
    script = f"{ROOT}/sql/larchway/"
    assert [site.get(script).status for _ in range(3)] == [200, 200, 429]
    assert [site.get(ITEM).status for _ in range(3)] == [200, 200, 429]


def test_database_that_goes_away_before_an_answer_is_counted_is_told_of_by_the_portal(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not by the server, with an empty answer that has neither number nor headers."""
    site.kept(ITEM)
    COUNTS.forget()

    def away(*_: object, **__: object) -> tuple[int, bool]:
        raise OperationalError

    monkeypatch.setattr("ssd_portal.counts.take", away)
    answer = site.get(ITEM)
    assert (answer.status, answer.json["type"]) == (503, "/problems/no-database")
    assert answer.headers["x-request-id"]


def test_one_address_is_counted_whatever_a_visitor_says_it_is(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    rates(monkeypatch, anon="3/day")
    assert [site.get(ITEM, X_Forwarded_For=f"192.0.2.{number}").status for number in range(4)] == [200, 200, 200, 429]


def test_other_sites_may_read_kept_answers(site: Site) -> None:
    kept = site.kept(ITEM, Origin="https://elsewhere.example")
    assert kept.headers["access-control-allow-origin"] == "*"
    asked = site.get(ITEM, "OPTIONS", Origin="https://elsewhere.example", Access_Control_Request_Method="GET")
    assert "access-control-allow-methods" in asked.headers
    assert "access-control-allow-methods" not in site.get(ITEM).headers


def test_proposal_is_told_fresh(site: Site, world: World) -> None:
    change = world.in_review()
    path = f"{ROOT}/changes/{change.number}/"
    assert site.get(path).headers["cache-control"] == "private, no-store"
    assert [site.get(path).status for _ in range(2)] == [200, 200]
    assert site.made == 3
