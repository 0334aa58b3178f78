"""A change from draft to published by REST alone, and who may take which step."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from changes_app.models import ChangeRequest
from changes_app.workflow import TAKEN, Role, Status, Step
from changes_app.workflow.matrix import Ownership
from specs_app.actions.imports import import_specification
from specs_app.models import Specification
from tests.corpus import CORPUS, needs_corpus
from tests.drivers import COMPATIBLE, EDITORIAL, World, member, start
from tests.integration.api.conftest import Rest, as_person, problem

PROPOSAL: dict[str, Any] = {"title": "Say which surname", "reason": "Analysts ask.", "benefit": "Fewer questions."}
MOST_QUERIES = 14


def proposal(**more: Any) -> dict[str, Any]:
    return {**PROPOSAL, "edits": list(EDITORIAL), **more}


def test_whole_life_publishes_and_the_revision_before_stays_as_it_was(world: World) -> None:
    pat, sec, ada = (as_person("ysd", user) for user in _three(world))
    created = pat.post("changes/", proposal())
    assert created.status_code == 201
    begun = created.json()
    assert {"id", "status", "class", "problems", "impact", "content_hash", "url"} <= begun.keys()
    assert (begun["status"], begun["class"]) == ("draft", "editorial")
    path = f"changes/{begun['id']}/"
    assert pat.post(f"{path}submit/").json()["status"] == "submitted"
    assert sec.post(f"{path}triage/", {"comment": "Over to you."}).json()["status"] == "in_review"
    vote = {"verdict": "approve", "comment": "", "content_hash": begun["content_hash"]}
    done = ada.post(f"{path}reviews/", vote).json()
    assert (done["status"], done["publication_problem"]) == ("published", None)
    before = world.specification.published_revision
    now = Specification.objects.get(slug="ysd").published_revision
    assert done["revision"] == now != before
    wording = EDITORIAL[0]["values"]["guidance"]
    assert Rest("ysd").get("items/YOUN002A/").json()["guidance"] == wording
    assert Rest("ysd").get("items/YOUN002A/", at=before).json()["guidance"] != wording
    assert [entry["kind"] for entry in done["timeline"]][-1] == "published"


def _three(world: World) -> tuple[Any, Any, Any]:
    return world.people.proposer, world.people.secretariat, world.people.voters[0]


@pytest.mark.one_database
@needs_corpus
def test_real_specification_gains_an_item_by_the_votes_of_two_organisations(db: None) -> None:
    import_specification(slug="ssd", source=str(CORPUS))
    ssd = Specification.objects.get(slug="ssd")
    before = ssd.published_revision
    users = (
        member(ssd, "pat", Role.MEMBER, "Northshire"),
        member(ssd, "sec", Role.SECRETARIAT),
        member(ssd, "ada", Role.STEERING, "Eastmoor"),
        member(ssd, "ben", Role.STEERING, "Southdale"),
    )
    pat, sec, ada, ben = (as_person("ssd", user) for user in users)
    new = {"name": "pers_shoe_size", "description": "Size of shoe.", "type": "nvarchar", "max_field_size": 10}
    edits = [
        {"action": "change_item", "target": "PERS002A", "values": {"guidance": "As the young person says it."}},
        {"action": "add_item", "target": "ssd_person", "values": new},
    ]
    begun = pat.post("changes/", {**PROPOSAL, "edits": edits, "submit": True}).json()
    assert (begun["status"], begun["class"]) == ("submitted", "compatible")
    added = begun["edits"][1]["values"]["item_ref"]
    path = f"changes/{begun['id']}/"
    sec.post(f"{path}triage/")
    vote = {"verdict": "approve", "content_hash": begun["content_hash"]}
    assert ada.post(f"{path}reviews/", vote).json()["status"] == "in_review"
    assert ben.post(f"{path}reviews/", vote).json()["status"] == "published"
    anybody = Rest("ssd")
    assert anybody.get(f"items/{added}/").json()["name"] == "pers_shoe_size"
    assert anybody.get("items/PERS002A/").json()["guidance"] == "As the young person says it."
    assert anybody.get(f"items/{added}/", at=before).status_code == 404
    assert b"pers_shoe_size" in anybody.get("sql/mosaic/").content
    assert b"pers_shoe_size" not in anybody.get("sql/mosaic/", at=before).content
    newest = anybody.get("revisions/").json()["results"][0]
    assert (newest["change"], newest["class"], newest["author"]) == (begun["id"], "compatible", "Pat Tester")
    changed = {
        (entry["kind"], entry["address"]) for entry in anybody.get("diff/", **{"from": before}).json()["changes"]
    }
    assert ("added", f"items/{added}") in changed


def test_draft_is_seen_by_its_owner_alone(world: World) -> None:
    number = world.draft().number
    assert as_person("ysd", world.people.proposer).get(f"changes/{number}/").status_code == 200
    for reader in (Rest("ysd"), *(as_person("ysd", user) for user in (world.people.secretariat, world.people.admin))):
        problem(reader.get(f"changes/{number}/"), 404)
        assert reader.get("changes/").json()["count"] == 0


def test_edit_replaces_only_what_is_given(world: World) -> None:
    pat = as_person("ysd", world.people.proposer)
    number = world.draft().number
    edited = pat.patch(f"changes/{number}/", {"title": "Another title"}).json()
    assert (edited["title"], edited["reason"]) == ("Another title", "Analysts ask.")
    other = pat.patch(f"changes/{number}/", {"edits": list(COMPATIBLE), "submit": True}).json()
    assert (other["class"], other["status"]) == ("compatible", "submitted")
    assert other["content_hash"] != edited["content_hash"]


def test_stale_hash_is_refused_and_no_vote_is_kept(world: World) -> None:
    change = world.in_review()
    ada = as_person("ysd", world.people.voters[0])
    vote = {"verdict": "approve", "content_hash": "sha256:0"}
    refused = problem(ada.post(f"changes/{change.number}/reviews/", vote), 409)
    assert refused["type"] == "/problems/stale-content"
    assert refused["expected"] == change.content_hash
    assert not change.reviews.exists()


def test_failed_submission_leaves_no_draft_behind(world: World) -> None:
    pat = as_person("ysd", world.people.proposer)
    refused = problem(pat.post("changes/", proposal(title="", submit=True)), 400)
    assert "/title" in [error["pointer"] for error in refused["errors"]]
    assert not ChangeRequest.objects.exists()


def test_comment_is_part_of_the_answer(world: World) -> None:
    change = world.in_review()
    answer = as_person("ysd", world.people.voters[0]).post(f"changes/{change.number}/comments/", {"comment": "Why?"})
    assert answer.status_code == 201
    assert [entry["comment"] for entry in answer.json()["comments"]] == ["Why?"]


#: Who of `people` is what, in others' proposals.
ROLES = {
    "voter": Role.STEERING,
    "secretariat": Role.SECRETARIAT,
    "chair": Role.CHAIR,
    "admin": Role.SECRETARIAT,
    "outsider": Role.PUBLIC,
}
WHO = ("proposer", *ROLES, "nobody")


def allowed(step: Step) -> set[str]:
    """Who may take a step by its row."""
    assert step.permission
    rule = step.permission.rule
    return {"proposer"} if rule.own is Ownership.ONLY else {name for name, role in ROLES.items() if role in rule.roles}


#: A step, the status it starts from, and who may take it; everybody else gets 401, 403 or 404. In the example everybody who has
#: signed in may comment.
STEPS = {
    **{row.address: (start(row), allowed(row)) for row in TAKEN},
    "reviews": (Status.IN_REVIEW, {"voter", "chair"}),
    "comments": (Status.IN_REVIEW, {"proposer", "voter", "secretariat", "chair", "admin", "outsider"}),
}


@pytest.mark.parametrize("step", STEPS)
def test_step_is_open_to_its_roles_alone(world: World, step: str) -> None:
    status, may = STEPS[step]
    for name in WHO:
        with world.undone():
            change = world.drive(status)
            answer = _somebody(world, name).post(f"changes/{change.number}/{step}/", _body(step, change))
            if name in may:
                assert answer.status_code in {200, 201}, (name, answer.content)
            else:
                assert answer.status_code in {401, 403, 404}, (name, answer.content)
                change.refresh_from_db()
                assert change.status == status


def _somebody(world: World, name: str) -> Rest:
    if name == "nobody":
        return Rest("ysd")
    return as_person("ysd", world.people.voters[0] if name == "voter" else getattr(world.people, name))


def _body(step: str, change: ChangeRequest) -> dict[str, str]:
    vote = {"verdict": "abstain", "content_hash": change.content_hash} if step == "reviews" else {}
    return {"comment": "Said.", **vote}


def test_nobody_decides_their_own_proposal(world: World) -> None:
    change = world.in_review(by=world.people.chair)
    chair = as_person("ysd", world.people.chair)
    for step in ("reviews", "reject", "request-changes"):
        problem(chair.post(f"changes/{change.number}/{step}/", _body(step, change)), 403)


def test_step_out_of_turn_says_where_the_change_stands(world: World) -> None:
    held = world.on_hold()
    answer = problem(as_person("ysd", world.people.secretariat).post(f"changes/{held.number}/triage/"), 409)
    assert (answer["type"], answer["found"]) == ("/problems/wrong-status", "on hold")


def test_wrong_token_is_refused(world: World) -> None:
    answer = Rest("ysd", "0" * 64).post("changes/", proposal())
    assert problem(answer, 401)["title"] == "Unauthorized"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    problem(Rest("ysd").post("changes/", proposal()), 401)


def test_list_is_narrowed_by_what_is_asked(world: World) -> None:
    world.submitted()
    review = world.in_review(COMPATIBLE, title="Add a size")
    anybody = Rest("ysd")
    for query in ({"status": "in_review"}, {"class": "compatible"}, {"q": "a size"}):
        assert [row["id"] for row in anybody.get("changes/", **query).json()["results"]] == [review.number], query
    assert anybody.get("changes/", status="open").json()["count"] == 2
    assert anybody.get("changes/", address="items/YOUN002A").json()["count"] == 1
    refused = problem(anybody.get("changes/", status="nearly"), 400)
    assert refused["errors"][0]["pointer"] == "/status"


def test_queries_do_not_grow_with_rows(world: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    reader = as_person("ysd", world.people.secretariat)
    world.vote(world.in_review(COMPATIBLE), world.people.voters[0], "abstain")
    change = world.in_review()
    for voter in world.people.voters[:2]:
        world.vote(change, voter, "abstain", "Not for us.")
    for path in ("changes/", f"changes/{change.number}/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert reader.get(path).status_code == 200
