"""The workflow as data: complete, closed, and drawn as it is."""

from pathlib import Path

from django.conf import settings

from changes_app.management.commands.draw_workflow import TARGET, diagram
from changes_app.permissions import MATRIX
from changes_app.presenters import LABELS, WORDS
from changes_app.workflow import (
    EDITABLE,
    FINAL,
    OPEN,
    RESUME_TARGETS,
    TRANSITIONS,
    EventKind,
    Permission,
    Status,
    allows,
)


def targets(status: Status) -> set[Status]:
    """Where one transition leads from a status."""
    found: set[Status] = set()
    for arrow in TRANSITIONS.values():
        if status in arrow.sources:
            found |= {arrow.target} if arrow.target else RESUME_TARGETS
    return found


def test_statuses_are_those_of_the_contract() -> None:
    assert set(Status.values) == {
        *("draft", "submitted", "in_review", "changes_requested", "on_hold"),
        *("approved", "published", "rejected", "withdrawn"),
    }


def test_every_status_can_be_reached_from_a_draft() -> None:
    reached, frontier = {Status.DRAFT}, {Status.DRAFT}
    while frontier := {target for status in frontier for target in targets(status)} - reached:
        reached |= frontier
    assert reached == set(Status)


def test_nothing_leaves_a_final_status_and_everything_else_can_end() -> None:
    for status in Status:
        assert bool(targets(status)) is (status not in FINAL)
    assert OPEN | FINAL | {Status.DRAFT} == set(Status)
    assert EDITABLE.isdisjoint(FINAL)


def test_published_is_reached_by_the_portal_alone() -> None:
    for arrow in TRANSITIONS.values():
        if arrow.target in {Status.APPROVED, Status.PUBLISHED}:
            assert arrow.permission is None


def test_notice_opens_the_way_out_to_its_proposer_alone() -> None:
    for name, arrow in TRANSITIONS.items():
        notice, over = (allows(name, Status.APPROVED, notice_runs=runs) for runs in (True, False))
        assert over is (Status.APPROVED in arrow.sources)
        assert notice is (over or name == "withdraw")
        assert allows(name, Status.PUBLISHED, notice_runs=True) is False


def test_every_permission_has_a_rule_and_every_event_its_words() -> None:
    assert set(MATRIX) == set(Permission)
    assert set(WORDS) == set(EventKind)
    assert set(LABELS) <= {permission.value for permission in Permission}


def test_diagram_in_the_guide_is_the_workflow() -> None:
    page = Path(settings.BASE_DIR) / TARGET
    assert page.read_text(encoding="utf-8") == diagram(), "run manage.py draw_workflow"
