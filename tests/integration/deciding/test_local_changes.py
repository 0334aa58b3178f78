"""The settings of one authority: decided by the secretariat with one approval, never by who proposed them."""

import pytest
from django.test import Client

from changes_app.deciding import tallies
from changes_app.deciding.ballots import poll
from changes_app.errors import AlreadyVoted, NotAllowed
from changes_app.models import ChangeRequest, Membership
from changes_app.proposals.actions import colleagues, drafts, submissions
from changes_app.workflow import Role, Status
from specs_app.projection.verification import differences
from specs_app.versions.resolve import current
from tests.drivers import World, member, repository_of, trailers_of

FILE = "la_config_files/900_northmoor.yml"
LOCAL = (
    {
        "action": "change_authority",
        "target": "900",
        "values": {"target_schema": "ysd_own", "parameters": {"timeframe_years": 6}},
    },
)


def test_one_approval_by_the_secretariat_publishes_into_the_one_file(world: World) -> None:
    before = current(world.specification).files
    change = world.in_review(LOCAL)
    assert change.change_class == "local"
    assert world.vote(change, world.people.secretariat).status == Status.PUBLISHED
    assert (
        "Decision of the secretariat: 1 approval (1 needed)."
        in Client().get(change.get_absolute_url()).content.decode()
    )
    world.specification.refresh_from_db()
    version = current(world.specification)
    altered = {path for path, data in version.files.items() if before.get(path) != data}
    assert altered - {FILE} <= {"CHANGELOG.md", *(path for path in altered if path.endswith(".csv"))}
    assert b"deployment_schema_name: ysd_own\n" in version.files[FILE]
    trailers = trailers_of(world.specification, version.sha)
    assert ("Change-Class", "local") in trailers
    assert [words for key, words in trailers if key == "Approved-by"] == ["Sec Tester (the secretariat)"]
    assert list(differences(world.specification)) == []
    assert repository_of("ysd")


def test_steering_group_and_chair_have_no_vote_on_it(world: World) -> None:
    change = world.in_review(LOCAL)
    for person in (*world.people.voters, world.people.chair, world.people.proposer):
        with pytest.raises(NotAllowed):
            world.vote(change, person)
    assert [seat.user for seat in poll(change).waiting] == [world.people.secretariat]


def test_nobody_approves_their_own(world: World) -> None:
    change = world.in_review(LOCAL, by=world.people.secretariat)
    with pytest.raises(NotAllowed, match="own proposal"):
        world.vote(change, world.people.secretariat)
    counted = tallies.tally(change)
    assert counted is not None
    assert counted.shortfall == "somebody of the secretariat who did not propose it"
    other = member(world.specification, "sil", Role.SECRETARIAT)
    assert world.vote(change, other).status == Status.PUBLISHED


def test_colleague_who_wrote_it_does_not_approve_it(world: World) -> None:
    """Not even when their part in the writing has ended."""
    people = world.people
    member(world.specification, "sil", Role.SECRETARIAT, Membership.objects.get(user=people.proposer).organisation.name)
    writer, change = Membership.objects.get(user__username="sil").user, world.draft(LOCAL)
    colleagues.let_in(change=change, by=people.proposer, username="sil")
    drafts.update(change=change, by=writer, edits=[{**LOCAL[0], "values": {"target_schema": "of_the_writer"}}])
    colleagues.end(change=change, by=people.proposer, username="sil")
    change = submissions.take("submit", change=change, by=people.proposer)
    change = submissions.take("triage", change=change, by=writer)
    with pytest.raises(NotAllowed, match="own proposal"):
        world.vote(change, writer)
    assert world.vote(change, people.secretariat).status == Status.PUBLISHED


def test_secretariat_speaks_with_one_voice(world: World) -> None:
    other = member(world.specification, "sil", Role.SECRETARIAT)
    change = world.vote(world.in_review(LOCAL), other, "object", "The schema is not there.")
    with pytest.raises(AlreadyVoted, match="secretariat has voted already: object"):
        world.vote(change, world.people.secretariat)


def test_approval_of_who_has_left_does_not_count(world: World) -> None:
    other = member(world.specification, "sil", Role.SECRETARIAT)
    change = world.vote(world.in_review(LOCAL), other, "abstain")
    Membership.objects.filter(user=other).update(role=Role.MEMBER, organisation=change.organisation)
    assert [ballot.weight for ballot in poll(change).ballots] == ["left"]
    assert world.vote(change, world.people.secretariat).status == Status.PUBLISHED


def test_administrator_stands_in_for_the_secretariat(world: World) -> None:
    Membership.objects.filter(user=world.people.secretariat).update(state="ended")
    change = world.submitted(LOCAL)
    ChangeRequest.objects.filter(pk=change.pk).update(status=Status.IN_REVIEW)
    change.refresh_from_db()
    assert world.vote(change, world.people.admin).status == Status.PUBLISHED


def test_other_words_beside_it_ask_the_steering_group(world: World) -> None:
    wording = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "The surname in use."}}
    change = world.in_review((*LOCAL, wording))
    assert change.change_class == "compatible"
    with pytest.raises(NotAllowed):
        world.vote(change, world.people.secretariat)


def test_page_offers_the_decision_to_the_secretariat_alone(world: World, client: Client) -> None:
    change = world.in_review(LOCAL)
    for person, offered in ((world.people.secretariat, True), (world.people.voters[0], False)):
        client.force_login(person)
        page = client.get(change.get_absolute_url()).content.decode()
        assert ("The secretariat&#x27;s decision" in page) is offered
        assert "The steering group does not vote on it." in page
        assert "No script but this authority&#x27;s own" in page
        assert ("Send the decision" in page) is offered
        assert "Send your vote" not in page
    client.force_login(world.people.secretariat)
    assert change.number in client.get("/account/inbox/").content.decode()


def test_authority_is_read_on_pages_and_by_scripts(world: World, client: Client) -> None:
    world.vote(world.in_review(LOCAL), world.people.secretariat)
    page = client.get("/ysd/authorities/900/").content.decode()
    assert all(words in page for words in ("Northmoor", "ysd_own", "Schema of the tables", "Say which surname"))
    assert "schema of its tables changed" in client.get("/ysd/authorities/900/history/").content.decode().casefold()
    assert "Northmoor" in client.get("/ysd/authorities/").content.decode()
    assert "Northmoor" in client.get("/ysd/search?q=northmoor").content.decode()
    answer = client.get("/api/v1/specifications/ysd/authorities/900/")
    assert answer.json()["cms"] == "larchway"
    assert answer.json()["parameters"] == {"timeframe_years": "6"}
    assert answer.headers["ETag"]
    for gone in ("/ysd/authorities/999/", "/api/v1/specifications/ysd/authorities/999/"):
        assert client.get(gone).status_code == 404
