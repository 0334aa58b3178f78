"""Votes: who has one, what it is bound to, when it decides."""

from datetime import timedelta

import pytest

from changes_app.deciding import tallies
from changes_app.deciding.actions import reviews
from changes_app.deciding.ballots import poll
from changes_app.errors import AlreadyVoted, Invalid, NotAllowed, StaleContent, WrongStatus
from changes_app.models import Membership, Organisation, Review
from changes_app.proposals import queries
from changes_app.proposals.actions import drafts, submissions
from changes_app.workflow import Role, Status
from tests.drivers import BREAKING, COMPATIBLE, World, member

#: What a second vote of one person has of the first.
SAME = ("change", "reviewer", "verdict", "content_hash", "rule_hash")


def test_votes_count_until_the_rules_hold(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    first, second, _ = world.people.voters
    change = world.vote(change, first)
    counted = tallies.tally(change)
    assert counted is not None
    assert (change.status, counted.missing) == (
        Status.IN_REVIEW,
        ("1 more approval (1 of 2 so far)", "1 more vote for a quorum of 2"),
    )
    assert world.vote(change, second).status == Status.PUBLISHED


def test_breaking_asks_for_three(world: World) -> None:
    change = world.in_review(BREAKING)
    statuses = [world.vote(change, voter).status for voter in world.people.voters]
    assert statuses == [Status.IN_REVIEW, Status.IN_REVIEW, Status.PUBLISHED]


def test_one_vote_an_organisation(world: World) -> None:
    change = world.vote(world.in_review(COMPATIBLE), world.people.voters[0])
    with pytest.raises(AlreadyVoted, match="Eastmoor has voted already: approve"):
        world.vote(change, world.people.colleague)
    assert Review.objects.count() == 1


def test_a_voter_may_change_their_mind(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    world.vote(change, world.people.voters[0], "object", "Unclear.")
    world.vote(change, world.people.voters[0], "approve")
    assert [review.verdict for review in change.reviews.all()] == ["approve"]


def test_of_two_stored_votes_of_one_person_the_later_counts_for_nobody(world: World) -> None:
    """No action stores a second one; a row from elsewhere does not give a person two voices either."""
    voter, other = world.people.voters[0], Organisation.objects.get(name="Westbay")
    change = world.vote(world.in_review(BREAKING), voter)
    first = change.reviews.get()
    later = first.cast_at + timedelta(seconds=1)
    second = Review(organisation=other, cast_at=later, **{name: getattr(first, name) for name in SAME})
    second.save()
    seat = Membership.objects.get(user=voter)
    for organisation, counted in ((first.organisation, [first]), (other, [])):
        seat.organisation = organisation
        seat.save()
        assert list(poll(change).counted) == counted


def test_nobody_waits_for_a_vote_of_the_organisation_of_the_proposer(world: World) -> None:
    mate = member(world.specification, "nor", Role.STEERING, "Northshire")
    votes = poll(world.in_review())
    assert len(votes.able) == 4
    assert mate not in [seat.user for seat in votes.waiting]


def test_an_objection_blocks_until_it_is_withdrawn(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    first, second, third = world.people.voters
    world.vote(change, first, "object", "Unclear.")
    world.vote(change, second)
    assert world.vote(change, third).status == Status.IN_REVIEW
    assert world.vote(change, first, "approve").status == Status.PUBLISHED


def test_an_objection_needs_a_reason(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        world.vote(world.in_review(), world.people.voters[0], "object")
    assert [problem.pointer for problem in caught.value.problems] == ["/comment"]


@pytest.mark.parametrize("verdict", ["yes", "", "APPROVE", 7])
def test_unknown_verdict_is_refused(world: World, verdict: str) -> None:
    with pytest.raises(Invalid, match="one of approve, object, abstain, recuse"):
        world.vote(world.in_review(), world.people.voters[0], verdict)


@pytest.mark.parametrize("stale", ["", "sha256:0", None])
def test_a_vote_on_other_content_is_refused(world: World, stale: str) -> None:
    change = world.in_review()
    with pytest.raises(StaleContent):
        reviews.cast(change=change, by=world.people.voters[0], verdict="approve", content_hash=stale)
    assert Review.objects.count() == 0


def test_nobody_votes_on_their_own(world: World) -> None:
    voter = world.people.voters[0]
    change = world.in_review(by=voter)
    with pytest.raises(NotAllowed, match="Nobody decides on their own"):
        world.vote(change, voter)


def test_an_edit_voids_the_votes_for_what_was_there_before(world: World) -> None:
    first, second, _ = world.people.voters
    change = world.vote(world.in_review(COMPATIBLE), first)
    submissions.take("request_changes", change=change, by=world.people.chair, comment="Size 20.")
    edit = {**COMPATIBLE[0], "values": {**COMPATIBLE[0]["values"], "max_field_size": "20"}}
    drafts.update(change=change, by=change.proposer, edits=[edit])
    change = submissions.take("submit", change=change, by=change.proposer)
    change = submissions.take("triage", change=change, by=world.people.secretariat)
    assert queries.timeline(change).get(kind="submitted", data__void_votes__0="Eastmoor")
    assert world.vote(change, second).status == Status.IN_REVIEW
    assert world.vote(change, first).status == Status.PUBLISHED


@pytest.mark.parametrize("words", [{"title": "Shoe sizes"}, {"reason": "Else."}, {"benefit": "Else."}])
def test_votes_are_void_where_any_published_word_changed(world: World, words: dict[str, str]) -> None:
    first, second, third = world.people.voters
    change = world.vote(world.in_review(COMPATIBLE), first)
    submissions.take("request_changes", change=change, by=world.people.chair, comment="Better words.")
    drafts.update(change=change, by=change.proposer, **words)
    change = submissions.take("submit", change=change, by=change.proposer)
    change = submissions.take("triage", change=change, by=world.people.secretariat)
    assert world.vote(change, second).status == Status.IN_REVIEW
    assert world.vote(change, third).status == Status.PUBLISHED
    assert [ballot.weight for ballot in poll(change).ballots] == ["altered", "counts", "counts"]


def test_votes_stay_where_nothing_changed(world: World) -> None:
    first, second, _ = world.people.voters
    change = world.vote(world.in_review(COMPATIBLE), first)
    submissions.take("request_changes", change=change, by=world.people.chair, comment="Are you sure?")
    change = submissions.take("submit", change=change, by=change.proposer)
    change = submissions.take("triage", change=change, by=world.people.secretariat)
    assert world.vote(change, second).status == Status.PUBLISHED


def test_votes_count_only_in_review(world: World) -> None:
    with pytest.raises(WrongStatus, match="votes count only in review"):
        world.vote(world.submitted(), world.people.voters[0])


def test_a_former_member_has_no_vote(world: World) -> None:
    change = world.in_review()
    Membership.objects.filter(user=world.people.voters[0]).delete()
    with pytest.raises(NotAllowed):
        world.vote(change, world.people.voters[0])


def test_what_waits_for_a_voter(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    world.vote(change, world.people.voters[0])
    first, second, third = world.people.voters
    everybody = (first, world.people.colleague, second, third, world.people.proposer)
    assert [poll(change).waits_for(user.pk) for user in everybody] == [False, False, True, True, False]


def test_a_vote_of_somebody_who_is_held_leaves_the_organisation_asked(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    voter = world.people.voters[0]
    world.vote(change, voter)
    voter.set_password("set by somebody else")
    voter.save()
    assert poll(change).waits_for(world.people.colleague.pk)
