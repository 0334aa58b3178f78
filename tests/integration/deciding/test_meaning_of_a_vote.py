"""Published means: these people approved these words under these rules. Each way round it, by page and by REST."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.utils import timezone

from changes_app.deciding.ballots import poll
from changes_app.deciding.due import finish
from changes_app.models import ChangeRequest, Event, Membership
from changes_app.people.actions.membership import add_member
from changes_app.proposals.actions import drafts, submissions
from changes_app.workflow import EventKind, Role, Status
from specs_app.models import Specification
from tests.doors import Door, Pages
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, EXAMPLE, World, everybody, import_example, member, people
from tests.recorded import as_before

Rules = Mapping[str, Mapping[str, Any]]


@pytest.fixture
def governed(db: None) -> Callable[..., World]:
    """The example under other rules: each class with the keys that differ."""

    def made(**rules: Mapping[str, Any]) -> World:
        as_before(f"governed {hash(json.dumps(rules)):x}", lambda folder: govern(folder, rules))
        return World(Specification.objects.get(slug="ysd"), everybody())

    return made


def govern(folder: Path, rules: Rules) -> None:
    path = Path(copytree(EXAMPLE, folder)) / "specification.yml"
    head, _, tail = path.read_text().partition("rules:\n")
    path.write_text(f"{head}rules: {json.dumps(rules)}\n{tail.partition('public_comments')[1]}: true\n")
    people(import_example(source=folder))


def now(change: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_related("specification", "proposer").get(pk=change.pk)


def move_to(world: World, user: User, organisation: str) -> None:
    add_member(specification=world.specification, user=user, role=Role.STEERING, organisation=organisation)


def leave(world: World, *users: User) -> None:
    Membership.objects.filter(specification=world.specification, user__in=users).delete()


def let_the_notice_run(change: ChangeRequest) -> None:
    ChangeRequest.objects.filter(pk=change.pk).update(publish_after=timezone.now() - timedelta(seconds=1))


def weights(change: ChangeRequest) -> dict[str, str]:
    return {ballot.review.organisation.name: ballot.weight for ballot in poll(now(change)).ballots}


# The rules


def test_weaker_rules_need_the_votes_of_a_breaking_change(world: World, door: Door) -> None:
    lax = {"rules": {"breaking": {"approvals": 1, "quorum": 1, "objection_blocks": False}}}
    change = world.in_review([{"action": "change_settings", "target": "", "values": lax}])
    assert change.change_class == "breaking"
    for voter in world.people.voters[:2]:
        door.vote(now(change), voter, "approve")
    assert now(change).status == Status.IN_REVIEW
    door.vote(now(change), world.people.voters[2], "approve")
    assert now(change).status == Status.PUBLISHED


@pytest.mark.parametrize("rule", [{"approvals": 0}, {"approvals": 0, "quorum": 0}, {"approvals": None}, None])
def test_no_rule_of_a_repository_lets_a_change_through_without_votes(
    governed: Callable[..., World], door: Door, rule: Any
) -> None:
    world = governed(breaking=rule)
    change = world.in_review(BREAKING)
    assert finish(specification=world.specification).published == []
    for voter in world.people.voters[:2]:
        door.vote(now(change), voter, "approve")
        assert now(change).status == Status.IN_REVIEW
    door.vote(now(change), world.people.voters[2], "approve")
    assert now(change).status == Status.PUBLISHED


def test_vote_under_other_rules_does_not_carry_over(world: World, door: Door) -> None:
    change = world.in_review(COMPATIBLE)
    first, second, third = world.people.voters
    door.vote(now(change), first, "approve")
    submissions.take("request_changes", change=now(change), by=world.people.chair, comment="Wait for the rules.")
    other = {"rules": {"compatible": {"deadline_days": 7}}}
    world.published([{"action": "change_settings", "target": "", "values": other}])
    door.step(now(change), world.people.proposer, "submit")
    submissions.take("triage", change=now(change), by=world.people.secretariat)
    assert weights(change) == {"Eastmoor": "altered"}
    door.vote(now(change), second, "approve")
    assert now(change).status == Status.IN_REVIEW
    door.vote(now(change), third, "approve")
    assert now(change).status == Status.PUBLISHED


def test_rule_that_the_voters_cannot_meet_is_said_and_nothing_passes(
    governed: Callable[..., World], door: Door
) -> None:
    world = governed(compatible={"approvals": 5, "quorum": 5})
    change = world.in_review(COMPATIBLE)
    assert "4 can vote, 5 are needed" in door.read(change, world.people.proposer)
    for voter in (*world.people.voters, world.people.chair):
        door.vote(now(change), voter, "approve")
    assert now(change).status == Status.IN_REVIEW
    assert finish(specification=world.specification).published == []


def test_rules_out_of_reach_are_said_where_they_are_proposed(world: World, door: Door) -> None:
    change = world.in_review(
        [{"action": "change_settings", "target": "", "values": {"rules": {"editorial": {"quorum": 9, "approvals": 9}}}}]
    )
    assert "No change that is editorial can pass now" in door.read(change, world.people.proposer)


# The words


@pytest.mark.parametrize("words", [{"title": "Else"}, {"reason": "Else."}, {"benefit": "Else."}])
def test_words_rewritten_behind_the_votes_are_voted_on_again(world: World, door: Door, words: dict[str, str]) -> None:
    first, second, third = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    assert door.reword(now(change), world.people.proposer, **words)[0] >= 400  # under review nothing is edited
    submissions.take("request_changes", change=now(change), by=world.people.chair, comment="Better words.")
    assert door.reword(now(change), world.people.proposer, **words)[0] < 400
    door.step(now(change), world.people.proposer, "submit")
    submissions.take("triage", change=now(change), by=world.people.secretariat)
    door.vote(now(change), second, "approve")
    assert (now(change).status, weights(change)["Eastmoor"]) == (Status.IN_REVIEW, "altered")
    door.vote(now(change), third, "approve")
    assert now(change).status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("verdicts", "weight"), [(("approve", "object"), "altered"), (("object", "approve"), "counts")]
)
def test_an_approval_does_not_come_back_with_earlier_words_behind_a_later_vote(
    world: World, verdicts: tuple[str, str], weight: str
) -> None:
    first, second, _ = world.people.voters
    change = world.vote(world.in_review(COMPATIBLE), first, verdicts[0], "As it is.")
    words = change.title
    change = said_anew(world, change, "Other words")
    change = said_anew(world, world.vote(change, first, verdicts[1], "As it is now."), words)
    assert [ballot.weight for ballot in poll(change).ballots] == [weight, "altered"]
    assert world.vote(change, second).status == Status.IN_REVIEW


def said_anew(world: World, change: ChangeRequest, title: str) -> ChangeRequest:
    """Given back, reworded and before the steering group again."""
    change = submissions.take("request_changes", change=change, by=world.people.chair, comment="Say it otherwise.")
    change = drafts.update(change=change, by=change.proposer, title=title)
    change = submissions.take("submit", change=change, by=change.proposer)
    return submissions.take("triage", change=change, by=world.people.secretariat)


def test_what_is_under_way_keeps_its_votes_when_the_hash_covers_more(world: World) -> None:
    change = world.vote(world.in_review(COMPATIBLE), world.people.voters[0])
    ChangeRequest.objects.filter(pk=change.pk).update(content_hash="sha256:of the words alone")
    change.reviews.update(content_hash="sha256:of the words alone")
    import_module("changes_app.migrations.0005_votes_bind_to_the_effect").hash_the_effect_too(apps, None)
    assert (now(change).content_hash, weights(change)) == (change.content_hash, {"Eastmoor": "counts"})
    assert world.vote(now(change), world.people.voters[1]).status == Status.PUBLISHED


# The people


def test_one_person_who_moved_is_not_two_organisations(world: World, door: Door) -> None:
    first = world.people.voters[0]
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    move_to(world, first, "Farvale")
    status, text = door.vote(now(change), first, "approve")
    assert (status, "You have voted on this already, for Eastmoor" in text) == (409, True)
    assert (now(change).status, weights(change)) == (Status.IN_REVIEW, {"Eastmoor": "left"})


def test_votes_of_those_who_left_decide_nothing(world: World, door: Door) -> None:
    change = world.in_review(BREAKING)
    for voter in world.people.voters[:2]:
        door.vote(now(change), voter, "approve")
    leave(world, *world.people.voters[:2])
    door.vote(now(change), world.people.voters[2], "approve")
    assert now(change).status == Status.IN_REVIEW
    assert weights(change) == {"Eastmoor": "left", "Southdale": "left", "Westbay": "counts"}


@pytest.mark.parametrize("how", ["switched off", "another role", "another organisation"])
def test_a_vote_counts_only_while_its_caster_holds_the_right(world: World, door: Door, how: str) -> None:
    first, second, _ = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    if how == "switched off":
        User.objects.filter(pk=first.pk).update(is_active=False)
    elif how == "another role":
        Membership.objects.filter(user=first).update(role=Role.MEMBER)
    else:
        move_to(world, first, "Farvale")
    door.vote(now(change), second, "approve")
    assert (now(change).status, weights(change)["Eastmoor"]) == (Status.IN_REVIEW, "left")


def test_a_colleague_replaces_the_vote_of_one_who_left(world: World, door: Door) -> None:
    first, second, _ = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    assert door.vote(now(change), world.people.colleague, "approve")[0] == 409
    leave(world, first)
    assert door.vote(now(change), world.people.colleague, "approve")[0] < 400
    door.vote(now(change), second, "approve")
    assert now(change).status == Status.PUBLISHED


def test_an_objection_outlives_the_person_until_a_colleague_lifts_it(world: World, door: Door) -> None:
    first, second, third = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "object", "It harms.")
    leave(world, first)
    door.vote(now(change), second, "approve")
    door.vote(now(change), third, "approve")
    assert now(change).status == Status.IN_REVIEW
    assert "the objection of Eastmoor, whose voter has left" in door.read(change, second)
    door.vote(now(change), world.people.colleague, "abstain")
    assert now(change).status == Status.PUBLISHED


def test_the_organisation_of_the_proposer_has_no_vote_but_may_comment(world: World, door: Door) -> None:
    mate = member(world.specification, "nor", Role.STEERING, "Northshire")
    change = world.in_review()
    status, text = door.vote(now(change), mate, "approve")
    assert (status, "Northshire made this proposal" in text) == (403, True)
    assert "Northshire made this proposal, so it has no vote on it; it may comment." in door.read(change, mate)
    assert door.step(now(change), mate, "comment" if isinstance(door, Pages) else "comments", "We need it.")[0] < 400
    assert now(change).status == Status.IN_REVIEW


def test_an_approval_stops_counting_when_the_proposer_joins_that_organisation(world: World, door: Door) -> None:
    first, second, _ = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    add_member(specification=world.specification, user=world.people.proposer, role=Role.MEMBER, organisation="Eastmoor")
    door.vote(now(change), second, "approve")
    assert (now(change).status, weights(change)["Eastmoor"]) == (Status.IN_REVIEW, "recused")


def test_the_organisation_of_a_proposer_who_moved_has_no_vote_still(world: World, door: Door) -> None:
    mate = member(world.specification, "nor", Role.STEERING, "Northshire")
    change = world.in_review()
    move_to(world, world.people.proposer, "Farvale")
    assert door.vote(now(change), mate, "approve")[0] == 403
    assert now(change).status == Status.IN_REVIEW


def test_who_moved_votes_for_the_new_organisation_on_new_words(world: World, door: Door) -> None:
    first, second, _ = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    submissions.take("request_changes", change=now(change), by=world.people.chair, comment="Better words.")
    door.reword(now(change), world.people.proposer, title="Else")
    door.step(now(change), world.people.proposer, "submit")
    submissions.take("triage", change=now(change), by=world.people.secretariat)
    move_to(world, first, "Farvale")
    assert door.vote(now(change), first, "approve")[0] < 400
    assert weights(change) == {"Eastmoor": "altered", "Farvale": "counts"}
    door.vote(now(change), second, "approve")
    assert now(change).status == Status.PUBLISHED


def test_recusal_is_a_verdict_that_fills_no_quorum(governed: Callable[..., World], door: Door) -> None:
    world = governed(compatible={"approvals": 1, "quorum": 2})
    first, second, third = world.people.voters
    change = world.in_review(COMPATIBLE)
    door.vote(now(change), first, "approve")
    assert door.vote(now(change), second, "recuse")[0] < 400
    assert now(change).status == Status.IN_REVIEW
    door.vote(now(change), third, "abstain")
    assert now(change).status == Status.PUBLISHED


# The notice

NOTICE = {"editorial": {"approvals": 1, "quorum": 1, "notice_days": 14}}


def approved_with_notice(world: World, door: Door) -> ChangeRequest:
    change = world.in_review(EDITORIAL)
    door.vote(now(change), world.people.voters[0], "approve")
    change = now(change)
    assert change.status == Status.APPROVED
    assert change.decided_at is not None
    assert change.publish_after is not None
    assert timedelta(days=13) < change.publish_after - timezone.now() < timedelta(days=14, minutes=1)
    return change


def test_an_approved_change_waits_until_its_notice_has_run(governed: Callable[..., World], door: Door) -> None:
    world = governed(**NOTICE)
    change = approved_with_notice(world, door)
    text = door.read(change, world.people.proposer)
    assert ("Its notice runs until" in text) if isinstance(door, Pages) else (json.loads(text)["publish_after"])
    assert finish(specification=world.specification).published == []
    let_the_notice_run(change)
    assert finish(specification=world.specification).published == [change.number]


def test_a_change_is_withdrawn_while_its_notice_runs_and_not_afterwards(
    governed: Callable[..., World], door: Door
) -> None:
    world = governed(**NOTICE)
    change = approved_with_notice(world, door)
    assert door.step(now(change), world.people.proposer, "withdraw", "It was wrong.")[0] < 400
    assert now(change).status == Status.WITHDRAWN
    assert finish(specification=world.specification).published == []
    late = world.in_review([{**EDITORIAL[0], "values": {"guidance": "Other words."}}])
    door.vote(now(late), world.people.voters[0], "approve")
    let_the_notice_run(late)
    door.step(now(late), world.people.proposer, "withdraw", "Too late.")
    assert now(late).status == Status.APPROVED


def test_a_change_is_voted_down_while_its_notice_runs(governed: Callable[..., World], door: Door) -> None:
    world = governed(**NOTICE)
    change = approved_with_notice(world, door)
    assert door.vote(now(change), world.people.voters[1], "object", "Councils cannot.")[0] < 400
    assert (now(change).status, now(change).publish_after) == (Status.IN_REVIEW, None)
    assert Event.objects.filter(kind=EventKind.REOPENED, change_number=change.number).exists()
    let_the_notice_run(change)
    assert finish(specification=world.specification).published == []
    door.vote(now(change), world.people.voters[1], "approve")
    assert now(change).status == Status.APPROVED
    assert now(change).notice_runs


def test_the_rules_are_asked_again_when_the_notice_has_run(governed: Callable[..., World], door: Door) -> None:
    world = governed(**NOTICE)
    change = approved_with_notice(world, door)
    leave(world, world.people.voters[0])
    let_the_notice_run(change)
    report = finish(specification=world.specification)
    assert (report.published, now(change).status) == ([], Status.IN_REVIEW)
    world.specification.refresh_from_db()
    assert now(change).published_revision == ""
