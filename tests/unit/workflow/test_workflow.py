"""The workflow as data: complete, closed, and drawn as it is."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings
from django.template.loader import get_template

from changes_app import workflow
from changes_app.deciding.needs import NEXT
from changes_app.following import mails
from changes_app.management.commands.draw_workflow import TARGET, diagram
from changes_app.people.mails import memberships
from changes_app.proposals.summary import STATUS_COLOURS
from changes_app.releasing import mails as releases
from changes_app.workflow import EDITABLE, FINAL, OPEN, STEPS, TAKEN, EventKind, Status
from changes_app.workflow.events import FALLBACKS, Told
from changes_app.workflow.steps import targets

#: What the table may rest on: text choices, and the document of a specification.
ALLOWED = {"django.db.models", "specs_app.document.types"}


def reached_from(status: Status) -> set[Status]:
    """Where one step leads from a status."""
    return {target for step in STEPS.values() if status in step.sources for target in targets(step)}


def test_statuses_are_those_of_the_contract() -> None:
    assert set(Status.values) == {
        *("draft", "submitted", "in_review", "changes_requested", "on_hold"),
        *("approved", "published", "rejected", "withdrawn"),
    }


def test_status_has_a_colour_of_tags_and_one_under_way_says_what_is_next() -> None:
    components = (Path(settings.BASE_DIR) / "templates" / "components" / "README.md").read_text(encoding="utf-8")
    (row,) = (line for line in components.splitlines() if line.startswith("| `tag.html` |"))
    assert STATUS_COLOURS.keys() == set(Status)
    assert set(STATUS_COLOURS.values()) <= set(re.findall(r"`(\w+)`", row))
    assert NEXT.keys() == set(Status) - FINAL


def test_every_status_can_be_reached_from_a_draft() -> None:
    reached, frontier = {Status.DRAFT}, {Status.DRAFT}
    while frontier := {target for status in frontier for target in reached_from(status)} - reached:
        reached |= frontier
    assert reached == set(Status)


def test_nothing_leaves_a_final_status_and_everything_else_can_end() -> None:
    for status in Status:
        assert bool(reached_from(status)) is (status not in FINAL)
    assert OPEN | FINAL | {Status.DRAFT} == set(Status)
    assert EDITABLE.isdisjoint(FINAL)


def test_published_is_reached_by_the_portal_alone() -> None:
    for step in STEPS.values():
        if step.target in {Status.APPROVED, Status.PUBLISHED}:
            assert step.by_portal


def test_notice_opens_the_way_out_to_its_proposer_alone() -> None:
    for name, step in STEPS.items():
        notice, over = (step.fits(Status.APPROVED, notice_runs=runs) for runs in (True, False))
        assert over is (Status.APPROVED in step.sources)
        assert notice is (over or name in {"withdraw", "review"})
        assert step.fits(Status.PUBLISHED, notice_runs=True) is (Status.PUBLISHED in step.sources)


def test_step_that_people_take_says_all_that_is_shown() -> None:
    for step in STEPS.values():
        assert step.permission or step.by_portal
    for step in TAKEN:
        assert step.label
        assert step.about
        assert step.outcome or step.name == "submit"


@pytest.mark.parametrize("kind", list(EventKind))
def test_event_has_words_and_its_mails_their_texts_and_readers(kind: EventKind) -> None:
    assert kind.told({})
    if isinstance(kind.words, str):
        assert {name for _, name, _, _ in Formatter().parse(kind.words) if name} <= set(FALLBACKS)
    for mail in kind.mails:
        assert get_template(mail.template)
    told = (mails.RECIPIENTS, memberships.RECIPIENTS, releases.RECIPIENTS)
    assert set().union(*told) == set(Told)


def test_event_tells_what_it_holds_and_nothing_that_is_no_text() -> None:
    assert EventKind.MEMBERSHIP_CHANGED.told({"person": "Ada {role}", "role": 7}) == (
        "made Ada {role} member for no organisation"
    )
    assert EventKind.PUBLISHED.told({"revision": "0123456789abcdef"}) == "published it as revision 0123456789"


def test_workflow_rests_on_nothing_of_the_portal() -> None:
    for path in Path(workflow.__file__).parent.glob("*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        names = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        own = {name for name in names if name.partition(".")[0] in {"django", "changes_app", "specs_app", "ssd_portal"}}
        assert {name for name in own if not name.startswith("changes_app.workflow.")} <= ALLOWED, path.name


def test_diagram_in_the_guide_is_the_workflow() -> None:
    page = Path(settings.BASE_DIR) / TARGET
    assert page.read_text(encoding="utf-8") == diagram(), "run manage.py draw_workflow"
