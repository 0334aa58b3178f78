"""Whatever is sent, the answer is a problem that points at it, nothing is stored, and nothing breaks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changes_app.models import ChangeRequest, Comment, Review
from specs_app.document.edits import ACTIONS
from tests.drivers import EDITORIAL, World
from tests.integration.api.conftest import Rest, as_person, problem


@pytest.fixture
def pat(world: World) -> Rest:
    return as_person("ysd", world.people.proposer)


def edit(**values: Any) -> dict[str, Any]:
    return {"edits": [{"action": "change_item", "target": "YOUN002A", "values": values}]}


#: What is sent, and the pointer of one of the errors that it must give.
BODIES: list[tuple[dict[str, Any], str]] = [
    ({"titel": "Misspelt"}, "/titel"),
    ({"a/b~c.d": 1}, "/a~1b~0c.d"),
    ({"title": 5}, "/title"),
    ({"title": None}, "/title"),
    ({"title": "two\nlines"}, "/title"),
    ({"title": "x" * 1_000_000}, "/title"),
    ({"reason": "a\0b"}, "/reason"),
    ({"reason": "\ud800"}, "/reason"),
    ({"submit": "yes"}, "/submit"),
    ({"edits": "all"}, "/edits"),
    ({"edits": {"0": {}}}, "/edits"),
    ({"edits": [None]}, "/edits/0"),
    ({"edits": [{"action": "fly", "target": "YOUN002A"}]}, "/edits/0/action"),
    ({"edits": [{"action": ["change_item"], "target": "YOUN002A"}]}, "/edits/0/action"),
    ({"edits": [{"action": "change_item", "target": "NOPE001A", "values": {"name": "a"}}]}, "/edits/0/target"),
    ({"edits": [{"action": "change_item", "target": {"a": 1}}]}, "/edits/0/target"),
    ({"edits": [{"action": "change_item", "target": "YOUN002A", "values": [1]}]}, "/edits/0/values"),
    ({"edits": [*EDITORIAL] * 201}, "/edits"),
    (edit(shoe=1), "/edits/0/values/shoe"),
    (edit(guidance="x" * 1_000_000), "/edits/0/values/guidance"),
    (edit(guidance="\ud800"), "/edits/0/values/guidance"),
    (edit(guidance="a\0b"), "/edits/0/values/guidance"),
    (edit(name="Robert'); DROP TABLE"), "/edits/0/values/name"),
    (edit(required="maybe"), "/edits/0/values/required"),
    (edit(max_field_size=10**400), "/edits/0/values/max_field_size"),
]


def test_wrong_proposal_is_answered_with_pointers_and_not_kept(pat: Rest) -> None:
    for body, pointer in BODIES:
        members = problem(pat.post("changes/", body), 400)
        assert pointer in [error["pointer"] for error in members["errors"]], (pointer, members["errors"][:3])
        assert all(error["detail"] for error in members["errors"])
    assert not ChangeRequest.objects.exists()


def test_body_that_is_no_proposal_is_a_problem(pat: Rest) -> None:
    for body in (b"{", b"\xff\xfe", b"[1]", b"null", b'"text"', b'{"title": NaN}', b"1" * 6000, b"[" * 100_000):
        problem(pat.send("post", "changes/", body), 400)
    problem(pat.send("post", "changes/", b"title=x", "application/x-www-form-urlencoded"), 415)
    problem(pat.send("post", "changes/", b'"' + b"x" * (5 * 1024 * 1024) + b'"'), 413)
    assert not ChangeRequest.objects.exists()


def test_wrong_vote_is_a_problem_and_not_kept(world: World) -> None:
    change = world.in_review()
    ada = as_person("ysd", world.people.voters[0])
    good = {"verdict": "approve", "content_hash": change.content_hash}
    for wrong, status in (
        ({"verdict": "maybe"}, 400),
        ({"verdict": ["approve"]}, 400),
        ({"verdict": None}, 400),
        ({"verdict": "object"}, 400),
        ({"content_hash": "\ud800"}, 409),
        ({"content_hash": {"a": 1}}, 409),
        ({"comment": 5}, 400),
        ({"comment": "x" * 1_000_000}, 400),
        ({"organisation": "Westbay"}, 400),
    ):
        problem(ada.post(f"changes/{change.number}/reviews/", {**good, **wrong}), status)
    problem(ada.post(f"changes/{change.number}/reviews/", {"verdict": "approve"}), 400)
    problem(ada.post(f"changes/{change.number}/comments/", {"comment": " "}), 400)
    problem(ada.post(f"changes/{change.number}/comments/"), 400)
    problem(ada.post(f"changes/{change.number}/fly/"), 404)
    assert not Review.objects.exists()
    assert not Comment.objects.exists()


def test_reason_is_needed_to_reject(world: World) -> None:
    change = world.in_review()
    for comment in ({}, {"comment": ""}, {"comment": "  "}):
        members = problem(as_person("ysd", world.people.chair).post(f"changes/{change.number}/reject/", comment), 400)
        assert members["errors"][0]["pointer"] == "/comment"


def test_hostile_text_comes_back_as_it_was(pat: Rest) -> None:
    words = "<script>alert(1)</script> =cmd() ' \" & é"
    created = pat.post("changes/", {"title": words, "reason": words, **edit(guidance=words)}).json()
    assert (created["title"], created["reason"], created["edits"][0]["values"]["guidance"]) == (words, words, words)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "name",
    "type",
    "returns",
    "foreign_key",
    "cms",
    "values",
    "after",
    "rules",
    "domains",
    "item_ref",
    "sections",
    "order",
]
EDITS = st.fixed_dictionaries(
    {
        "action": st.sampled_from([*ACTIONS, "fly"]),
        "target": st.sampled_from(["YOUN002A", "ysd_young_person", "recorded_sex", "recorded_sex/1", "PDR", ""]) | JSON,
        "values": st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) | JSON,
    }
)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(edits=st.lists(EDITS, max_size=3), title=JSON)
def test_no_proposal_breaks_the_portal(pat: Rest, edits: list[Any], title: Any) -> None:
    answer = pat.send("post", "changes/", json.dumps({"title": title, "edits": edits}))
    assert answer.status_code == 201 or _points_at_something(answer)


def _points_at_something(answer: HttpResponse) -> bool:
    return bool(problem(answer, 400)["errors"])
