"""From draft to the steering group, and every way out."""

import pytest

from changes_app.deciding.actions import comments
from changes_app.errors import ChangeError, Conflicting, Invalid, WrongStatus
from changes_app.models import ChangeRequest, Event
from changes_app.proposals import queries
from changes_app.proposals.actions import submissions
from changes_app.record.event_words import describe
from changes_app.workflow import TAKEN, EventKind, Status, Step
from changes_app.workflow.matrix import Ownership
from tests.drivers import COMPATIBLE, EDITORIAL, World, start


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_reached_by_real_actions(world: World, status: Status) -> None:
    change = ChangeRequest.objects.get(pk=world.drive(status).pk)
    assert change.status == status
    words = [describe(event) for event in queries.timeline(change)]
    assert words[0] == "Pat Tester (Northshire) began a draft"


@pytest.mark.parametrize("status", list(Status))
def test_steps_start_from_their_sources_only(world: World, status: Status) -> None:
    change = world.drive(status)
    for step in TAKEN:
        with world.rows_undone():
            check_step(world, ChangeRequest.objects.get(pk=change.pk), step)


def check_step(world: World, change: ChangeRequest, step: Step) -> None:
    """The step does what its row says, or is refused and leaves the request where it was."""
    before = change.status
    by = change.proposer if step.permission and step.permission.rule.own is Ownership.ONLY else world.people.secretariat
    if before in step.sources:
        taken = submissions.take(step.name, change=change, by=by, comment="Because.")
        assert taken.status == (step.target if isinstance(step.target, Status) else Status.IN_REVIEW)
        assert Event.objects.filter(kind=step.event, change_number=change.number, actor_id=by.pk).exists()
        return
    with pytest.raises(ChangeError) as caught:
        submissions.take(step.name, change=change, by=by, comment="Because.")
    assert caught.value.code in {"wrong-status", "not-found"}
    assert ChangeRequest.objects.get(pk=change.pk).status == before


@pytest.mark.parametrize("name", ["edit", "approve", "publish"])
def test_no_other_step_is_taken_so(world: World, name: str) -> None:
    change = world.in_review()
    with pytest.raises(ValueError, match=f"{name} is not taken"):
        submissions.take(name, change=change, by=world.people.secretariat)


def test_submit_keeps_the_rules_in_force(world: World) -> None:
    change = world.submitted()
    assert change.rule is not None
    assert (change.rule.approvals, change.rule.deadline_days) == (1, 14)
    assert change.public_comments


def test_submit_names_the_votes_that_other_rules_have_made_void(world: World) -> None:
    change = world.vote(world.in_review(COMPATIBLE), world.people.voters[0])
    change = submissions.take("request_changes", change=change, by=world.people.chair, comment="Wait for the rules.")
    other = {"rules": {"compatible": {"deadline_days": 7}}}
    world.published([{"action": "change_settings", "target": "", "values": other}])
    again = submissions.take("submit", change=change, by=change.proposer)
    assert again.content_hash == change.content_hash
    event = Event.objects.filter(kind=EventKind.SUBMITTED, change_number=change.number).latest("pk")
    assert event.data["void_votes"] == ["Eastmoor"]


@pytest.mark.parametrize(("texts", "pointer"), [({"title": " "}, "/title"), ({"reason": ""}, "/reason")])
def test_submit_needs_title_and_reason(world: World, texts: dict[str, str], pointer: str) -> None:
    change = world.draft(**texts)
    with pytest.raises(Invalid) as caught:
        submissions.take("submit", change=change, by=change.proposer)
    assert [problem.pointer for problem in caught.value.problems] == [pointer]


def test_submit_needs_an_effect(world: World) -> None:
    change = world.draft(())
    with pytest.raises(Invalid) as caught:
        submissions.take("submit", change=change, by=change.proposer)
    assert [problem.rule for problem in caught.value.problems] == ["no-change"]


def test_resume_returns_to_where_it_was_held(world: World) -> None:
    by = world.people.secretariat
    early = submissions.take("hold", change=world.submitted(), by=by)
    assert submissions.take("resume", change=early, by=by).status == Status.SUBMITTED
    late = world.on_hold()
    opened = late.review_opened_at
    resumed = submissions.take("resume", change=late, by=by)
    assert (resumed.status, resumed.review_opened_at) == (Status.IN_REVIEW, opened)


@pytest.mark.parametrize("step", [step for step in TAKEN if step.needs_comment], ids=lambda step: step.name)
def test_a_refusal_needs_a_reason(world: World, step: Step) -> None:
    change = world.drive(start(step))
    with pytest.raises(Invalid) as caught:
        submissions.take(step.name, change=change, by=world.people.chair, comment="  ")
    assert [problem.pointer for problem in caught.value.problems] == ["/comment"]
    assert ChangeRequest.objects.get(pk=change.pk).status == change.status


def test_disjoint_progress_is_taken_up_at_submission(world: World) -> None:
    mine = world.draft()
    world.published(COMPATIBLE)
    world.specification.refresh_from_db()
    change = submissions.take("submit", change=mine, by=mine.proposer)
    assert change.base_revision == world.specification.published_revision
    assert [entry["address"] for entry in change.differences] == ["items/YOUN002A"]


def test_the_same_field_changed_is_a_conflict_field_by_field(world: World) -> None:
    mine = world.draft([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Mine."}}])
    world.published(EDITORIAL)
    with pytest.raises(Conflicting) as caught:
        submissions.take("submit", change=mine, by=mine.proposer)
    (conflict,) = caught.value.conflicts
    assert (conflict["address"], conflict["field"]) == ("items/YOUN002A", "guidance")
    assert (conflict["theirs"], conflict["mine"]) == ("The surname in use today.", "Mine.")
    settled = world.keep_mine(mine)
    assert settled.content_hash != mine.content_hash
    assert submissions.take("submit", change=settled, by=mine.proposer).status == Status.SUBMITTED


def test_comments_are_kept_and_drafts_have_none(world: World) -> None:
    change = world.submitted()
    comments.add(change=change, by=world.people.outsider, comment="  <b>Good</b>  ")
    assert [entry.body for entry in change.comments.all()] == ["<b>Good</b>"]
    with pytest.raises(Invalid):
        comments.add(change=change, by=world.people.outsider, comment=" ")
    draft = world.draft()
    with pytest.raises(WrongStatus):
        comments.add(change=draft, by=draft.proposer, comment="Note to self")


def test_the_record_outlives_its_subjects(world: World) -> None:
    change = world.submitted()
    ChangeRequest.objects.get(pk=change.pk).delete()
    kinds = Event.objects.filter(change_number=change.number).values_list("kind", flat=True)
    assert list(kinds) == [EventKind.DRAFTED, EventKind.SUBMITTED]
