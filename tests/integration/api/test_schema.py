"""The OpenAPI schema is valid, is the one that was agreed, and tells the truth about every answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from tests.drivers import COMPATIBLE, World
from tests.integration.api.conftest import Rest, Versions, as_person, problem

pytestmark = pytest.mark.one_database

SNAPSHOT = Path(__file__).with_name("schema.yml")
REFRESH = "run: .venv/bin/python manage.py spectacular --file tests/integration/api/schema.yml"
#: For each operation that reads and answers JSON: an address below the specification.
READS = {
    "read_specification": "",
    "list_objects": "objects/",
    "read_object": "objects/ysd_young_person/",
    "list_items": "items/",
    "read_item": "items/YOUN001A/",
    "list_item_history": "items/YOUN002A/history/",
    "list_object_history": "objects/ysd_young_person/history/",
    "list_category_history": "categories/recorded_sex/history/",
    "list_system_history": "cms/larchway/history/",
    "list_return_history": "returns/PDR/history/",
    "list_categories": "categories/",
    "read_category": "categories/recorded_sex/",
    "list_relationships": "relationships/",
    "list_systems": "cms/",
    "read_system": "cms/larchway/",
    "list_mappings": "cms/larchway/mappings/",
    "list_authorities": "authorities/",
    "read_authority": "authorities/900/",
    "list_authority_history": "authorities/900/history/",
    "list_extracts": "extracts/",
    "list_extracts_of_system": "extracts/larchway/",
    "read_extract": "extracts/larchway/ysd_team/",
    "list_extract_history": "extracts/larchway/ysd_team/history/",
    "read_local_extract": "extracts/larchway/ysd_team/quay/",
    "list_local_extract_history": "extracts/larchway/ysd_team/quay/history/",
    "list_returns": "returns/",
    "read_return": "returns/PDR/",
    "list_diagrams": "model/",
    "read_whole_diagram": "model/domains/",
    "read_diagram": "model/objects/ysd_team/",
    "list_problems": "problems/",
    "list_items_by_returns": "matrices/items-returns/",
    "list_items_by_systems": "matrices/items-systems/",
    "list_objects_by_systems": "matrices/objects-systems/",
    "list_coverage": "charts/coverage/",
    "list_holes": "charts/holes/",
    "list_quality_over_revisions": "charts/quality/",
    "list_revisions": "revisions/",
    "list_releases": "releases/",
    "read_latest_release": "releases/latest/",
    "list_glossary": "glossary/",
    "list_changelog": "changelog/",
    "read_changelog_entry": "changelog/YSD-0001/",
}
FILES = {"read_export_file", "read_sql_file"}
ELSEWHERE = {
    "read_api_index",
    "list_specifications",
    "read_revision",
    "read_release",
    "read_diff",
    "read_for_me",
    *("list_search", "list_search_facets", "list_search_suggestions"),
    "read_change",
    "list_changes",
    "read_inbox",
    "read_source",
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


def operations(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {entry["operationId"]: entry for path in schema["paths"].values() for entry in path.values()}


def check(schema: dict[str, Any], name: str, answer: Any) -> None:
    """The answer fits what the schema says of the operation's good answer."""
    responses = operations(schema)[name]["responses"]
    good = next(entry for status, entry in responses.items() if status.startswith("2"))
    shape = good["content"]["application/json"]["schema"]
    validator = Draft202012Validator({**shape, "components": schema["components"]})
    errors = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(answer)]
    assert errors == [], name


def test_schema_is_valid_and_every_operation_has_its_own_name(schema: dict[str, Any]) -> None:
    validate_schema(schema)
    names = [entry["operationId"] for path in schema["paths"].values() for entry in path.values()]
    assert len(names) == len(set(names))


def test_schema_is_the_agreed_one(schema: dict[str, Any]) -> None:
    assert OpenApiYamlRenderer().render(schema, renderer_context={}).decode() == SNAPSHOT.read_text(), REFRESH


def test_shapes_tell_every_key_of_an_answer(schema: dict[str, Any], versions: Versions) -> None:
    for name, path in READS.items():
        answer = versions.rest.get(path)
        assert answer.status_code == 200, path
        check(schema, name, answer.json())
        _no_key_untold(schema, name, answer.json())
    revision = versions.rest.get(f"revisions/{versions.shas[1]}/").json()
    assert revision["changes"]
    check(schema, "read_revision", revision)
    check(schema, "read_api_index", Client().get("/api/v1/").json())
    check(schema, "list_specifications", Client().get("/api/v1/specifications/").json())
    release = versions.rest.get("releases/").json()["results"][0]
    check(schema, "read_release", versions.rest.get(f"releases/{release['version']}/").json())
    check(schema, "list_search", versions.rest.get("search/", q="name").json())
    check(schema, "list_search_facets", versions.rest.get("search/facets/", q="name").json())
    check(schema, "list_search_suggestions", versions.rest.get("search/suggestions/", q="name").json())
    check(schema, "read_diff", versions.rest.get("diff/", **{"from": versions.shas[0]}).json())


def _no_key_untold(schema: dict[str, Any], name: str, answer: dict[str, Any]) -> None:
    shape = operations(schema)[name]["responses"]["200"]["content"]["application/json"]["schema"]
    told = _resolved(schema, shape)["properties"]
    assert answer.keys() == told.keys(), name
    rows = answer.get("results") or []
    if rows and "count" in answer:
        assert rows[0].keys() == _resolved(schema, told["results"]["items"])["properties"].keys(), name


def _resolved(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]]
    return found


def test_change_requests_fit_their_shapes(schema: dict[str, Any], world: World) -> None:
    change = world.in_review(COMPATIBLE)
    reader = as_person("ysd", world.people.voters[0])
    reader.post(f"changes/{change.number}/comments/", {"comment": "Why?"})
    vote = {"verdict": "object", "comment": "No.", "content_hash": change.content_hash}
    check(schema, "create_reviews", reader.post(f"changes/{change.number}/reviews/", vote).json())
    answer = reader.get(f"changes/{change.number}/").json()
    check(schema, "read_change", answer)
    _no_key_untold(schema, "read_change", answer)
    check(schema, "list_changes", reader.get("changes/").json())
    world.draft(title="Mine")
    inbox = Client()
    inbox.force_login(world.people.voters[1])
    check(schema, "read_inbox", inbox.get("/api/v1/inbox/").json())
    check(schema, "list_changes", as_person("ysd", world.people.proposer).get("changes/").json())


def test_errors_fit_the_problem_shape(schema: dict[str, Any], world: World) -> None:
    validator = Draft202012Validator(schema["components"]["schemas"]["Problem"])
    pat = as_person("ysd", world.people.proposer)
    for members in (
        problem(Rest("ysd").get("items/NOPE001A/"), 404),
        problem(Rest("ysd").post("changes/"), 401),
        problem(pat.post("changes/", {"title": 5, "edits": [{"action": "fly"}]}), 400),
    ):
        assert list(validator.iter_errors(members)) == []


def test_schema_tells_that_the_source_is_for_the_office(schema: dict[str, Any], world: World) -> None:
    problem(as_person("ysd", world.people.proposer).get("source/"), 403)
    assert "403" in schema["paths"]["/api/v1/specifications/{slug}/source/"]["get"]["responses"]


def test_every_reading_operation_is_held_against_its_shape(schema: dict[str, Any]) -> None:
    tested = READS.keys() | FILES | ELSEWHERE
    reading = {name for name in operations(schema) if name.startswith(("list_", "read_"))}
    assert reading == tested


def test_schema_says_of_every_operation_whether_it_answers_strangers(
    schema: dict[str, Any], versions: Versions
) -> None:
    closed = set()
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            names = {one["name"]: "ysd" if one["name"] == "slug" else "x" for one in told.get("parameters", ())}
            status = getattr(Client(), method)(path.format_map(names)).status_code
            assert (status == 401) == ({} not in told["security"]), (method, path, status)
            assert {"knoxApiToken": []} in told["security"] or told["operationId"] == "create_git_hook", path
            closed |= {told["operationId"]} if status == 401 else set()
    assert "read_inbox" in closed
    assert "create_changes" in closed
    assert not closed & {"list_items", "list_changes", "read_api_index"}


@pytest.mark.django_db
def test_page_of_an_operation_says_what_it_needs(client: Client) -> None:
    def page(**query: str) -> str:
        return client.get("/api/docs/", query).content.decode()

    token = "answers only with a personal token"
    assert token in page(operation="read_inbox")
    search = page(operation="list_search", **{"path-slug": "ysd", "try": "1"})
    assert token not in search
    assert "Enter q" in search
    assert "q (optional)" not in search
    assert "at (optional)" in search
    asked = client.get("/api/docs/", {"operation": "list_search", "path-slug": "ysd", "query-q": "a&b", "try": "1"})
    assert asked.headers["Location"] == "/api/v1/specifications/ysd/search/?q=a%26b"


@pytest.mark.django_db
def test_schema_is_served(client: Any) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert yaml.safe_load(answer.content)["openapi"].startswith("3.1")
