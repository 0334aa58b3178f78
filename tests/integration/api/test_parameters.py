"""Query parameters: what a read does not know is refused with what it does know, not passed over."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from specs_app.publishing import filters
from specs_app.web.api.base import RestView
from tests.drivers import World
from tests.integration.api.conftest import ROOT, Rest, Versions, as_person, problem
from tests.integration.api.test_schema import READS

pytestmark = pytest.mark.one_database


def fault(answer: HttpResponse, name: str) -> tuple[str, str]:
    """Code and words of what is wrong with one parameter."""
    errors = problem(answer, HTTPStatus.BAD_REQUEST)["errors"]
    found = {error["pointer"]: (error["code"], error["detail"]) for error in errors}
    return found[f"/{name}"]


def test_unknown_parameter_is_refused_with_the_known_ones(versions: Versions) -> None:
    for path in (*READS.values(), "diff/", "changes/", "export/json", "export/csv/", "sql/larchway/"):
        code, detail = fault(versions.rest.get(path, foo="1"), "foo")
        assert code == "unknown-parameter", path
        assert "Known are: " in detail or path == "changes/", path
    assert "la, dialect, " in fault(versions.rest.get("sql/larchway/", council="332"), "council")[1]
    assert fault(Client().get("/api/v1/specifications/", {"at": "1"}), "at")[0] == "unknown-parameter"


def test_unknown_parameter_of_a_write_is_refused_before_anything_is_written(world: World) -> None:
    pat = as_person("ysd", world.people.proposer)
    assert fault(pat.post("changes/?submit=true", {"title": "a"}), "submit")[0] == "unknown-parameter"
    assert world.specification.changes.count() == 0


def test_repeated_parameter_is_refused(versions: Versions) -> None:
    answer = Client().get(f"{ROOT}/ysd/items/?page=1&page=2")
    assert fault(answer, "page")[0] == "repeated-parameter"


def test_every_wrong_parameter_is_named_at_once(versions: Versions) -> None:
    members = problem(versions.rest.get("items/", foo="1", page="0", ordering="shoe"), 400)
    assert {error["pointer"] for error in members["errors"]} == {"/foo", "/page", "/ordering"}
    assert "item_ref" in next(error["detail"] for error in members["errors"] if error["pointer"] == "/ordering")


def test_filter_by_what_nobody_has_is_refused_with_what_is_known(versions: Versions) -> None:
    for name in filters.HELD:
        code, detail = fault(versions.rest.get("items/", **{name: "nope"}), name)
        assert code == "unknown-value", name
        assert "Known are: " in detail
    assert "ysd_young_person" in fault(versions.rest.get("items/", object="nope"), "object")[1]
    assert "objects/" in fault(versions.rest.get("items/", object="nope"), "object")[1]


def test_filter_by_what_is_registered_and_held_by_nobody_is_an_empty_list(versions: Versions) -> None:
    assert versions.rest.get("items/", status="P").json()["count"] == 0


def test_empty_parameter_is_none_at_all(versions: Versions) -> None:
    names = [*filters.HELD, "q", "required", "changed_since", "ordering", "page", "page_size", "at", "format"]
    empty = versions.rest.get("items/", **dict.fromkeys(names, ""))
    assert empty.status_code == HTTPStatus.OK
    assert empty.json()["count"] == versions.rest.get("items/").json()["count"]


def test_python_may_write_true_and_false(versions: Versions) -> None:
    counts = {
        text: versions.rest.get("items/", required=text).json()["count"] for text in ("true", "True", "1", "False")
    }
    assert counts["true"] == counts["True"] == counts["1"] > 0
    assert counts["False"] + counts["true"] == versions.rest.get("items/").json()["count"]


def test_nothing_there_is_no_match_for_any_etag(versions: Versions) -> None:
    problem(versions.rest.get("items/NOPE001A/", headers={"If-None-Match": "*"}), 404)
    problem(versions.rest.get("items/", headers={"If-None-Match": "*"}, object="nope"), 400)


def test_head_and_options_answer_and_know_the_same_parameters(versions: Versions) -> None:
    client = Client()
    head = client.head(f"{ROOT}/ysd/items/")
    assert (head.status_code, head.content) == (HTTPStatus.OK, b"")
    assert head["ETag"] == versions.rest.get("items/")["ETag"]
    assert client.head(f"{ROOT}/ysd/items/?foo=1").status_code == HTTPStatus.BAD_REQUEST
    assert client.options(f"{ROOT}/ysd/items/")["Allow"] == "GET, HEAD, OPTIONS"


def test_page_passes_over_a_parameter_it_does_not_know(versions: Versions) -> None:
    for path in ("", "items/", "objects/", "categories/", "changes/", "search", "items/YOUN002A/", "releases/"):
        assert Client().get(f"/ysd/{path}", {"utm_source": "mail"}).status_code == HTTPStatus.OK, path


def test_wrong_value_never_breaks_a_page(versions: Versions) -> None:
    client = Client(raise_request_exception=False)
    names = [*filters.FILTERS, "ordering", "page", "status", "class", "from", "to", "at"]
    for path in (
        "items/",
        "objects/",
        "categories/",
        "changes/",
        "search",
        "releases/",
        "cms/larchway/",
        "returns/PDR/",
    ):
        for value in ("nope", "-1", "0", "9" * 5000, "%", "\u202e"):
            assert client.get(f"/ysd/{path}", dict.fromkeys(names, value)).status_code < 500, (path, value)


@pytest.mark.parametrize("address", ["items/", "changes/"])
def test_nul_in_a_name_is_nowhere(versions: Versions, address: str) -> None:
    problem(Rest("ysd").get(f"{address}%00/"), HTTPStatus.NOT_FOUND)


def test_every_view_of_rest_knows_its_parameters() -> None:
    views = [
        view for view in _views(get_resolver().url_patterns) if view.__module__.endswith(("api.views", "api.versions"))
    ]
    assert len(views) > 20
    assert [view.__name__ for view in views if not issubclass(view, RestView) and view.__name__ != "NotThere"] == []


def _views(patterns: list[URLPattern | URLResolver]) -> list[type]:
    found = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _views(pattern.url_patterns)
        elif view := getattr(pattern.callback, "view_class", getattr(pattern.callback, "cls", None)):
            found.append(view)
    return found


def test_codes_are_those_that_are_valid_on_a_day(versions: Versions) -> None:
    def codes(query: str) -> list[str]:
        answer = Client().get(f"/api/v1/specifications/ysd/categories/programme_type/{query}")
        assert answer.status_code == 200
        return [value["value"] for value in answer.json()["values"]]

    every, then, now = codes(""), codes("?as_of=2025-01-01"), codes("?as_of=2026-01-01")
    assert set(every) - set(now) == {"RESI"}
    assert set(every) - set(then) == {"TRIP"}
    for wrong in ("soon", "2026-13-40"):
        answer = Client().get(f"/api/v1/specifications/ysd/categories/programme_type/?as_of={wrong}")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
        assert Client().get(f"/ysd/categories/programme_type/?as_of={wrong}").status_code == 400
