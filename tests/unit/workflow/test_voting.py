"""The steering rules, counted."""

from datetime import date

import pytest

from changes_app.workflow.voting import Tally, Vote, Weight, count, deadline, earliest_decision, shortfall
from specs_app.document.types import SteeringRule

RULE = SteeringRule("compatible", approvals=2, quorum=3)
OPENED = date(2026, 11, 2)


def tally(*votes: str, rule: SteeringRule = RULE, today: date = OPENED, stale: int = 0) -> Tally:
    """Counts one vote an organisation, the first ``stale`` of them for content that is gone."""
    entries = [Vote(f"org {n}", verdict, "altered" if n < stale else "counts") for n, verdict in enumerate(votes)]
    return count(entries, rule=rule, able=9, opened=OPENED, today=today)


@pytest.mark.parametrize(
    ("votes", "satisfied"),
    [
        ((), False),
        (("approve", "approve"), False),
        (("approve", "approve", "abstain"), True),
        (("approve", "abstain", "abstain"), False),
        (("approve", "approve", "approve"), True),
        (("approve", "approve", "object"), False),
        (("approve", "approve", "approve", "object"), False),
    ],
)
def test_rules_hold_only_with_approvals_quorum_and_no_objection(votes: tuple[str, ...], satisfied: bool) -> None:
    assert tally(*votes).satisfied is satisfied


def test_objection_that_does_not_block_counts_for_the_quorum() -> None:
    rule = SteeringRule("editorial", approvals=2, quorum=3, objection_blocks=False)
    assert tally("approve", "approve", "object", rule=rule).satisfied


@pytest.mark.parametrize("weight", ["left", "recused"])
@pytest.mark.parametrize("blocks", [True, False])
def test_objection_that_outlives_its_voter_blocks_only_where_objections_do(weight: Weight, blocks: bool) -> None:
    rule = SteeringRule("compatible", approvals=2, quorum=2, objection_blocks=blocks)
    entries = [Vote("org 1", "approve"), Vote("org 2", "approve"), Vote("org 3", "object", weight)]
    assert count(entries, rule=rule, able=9, opened=OPENED, today=OPENED).satisfied is not blocks


def test_nothing_passes_that_nobody_approved_whatever_the_rule_says() -> None:
    rule = SteeringRule("editorial", approvals=0, quorum=1)
    assert not tally("abstain", rule=rule).satisfied
    assert tally("approve", rule=rule).satisfied


def test_rule_asks_for_as_many_organisations_as_the_larger_of_its_thresholds() -> None:
    for rule in (RULE, SteeringRule("compatible", approvals=3, quorum=1)):
        assert shortfall(rule, 2) == "voters of 1 more organisation (2 can vote, 3 are needed)"
        assert shortfall(rule, 3) == ""


def test_votes_for_other_content_do_not_count() -> None:
    result = tally("approve", "approve", "approve", stale=1)
    assert (result.approvals, result.void, result.satisfied) == (2, 1, False)


def test_missing_says_what_is_needed_in_words() -> None:
    assert tally("approve", "object").missing == (
        "1 more approval (1 of 2 so far)",
        "1 more vote for a quorum of 3",
        "1 objection to be withdrawn",
    )


def test_consultation_keeps_a_decision_waiting() -> None:
    rule = SteeringRule("breaking", approvals=1, quorum=1, consultation_days=14, final_comment_days=7)
    assert earliest_decision(rule, OPENED) == date(2026, 11, 23)
    early = tally("approve", rule=rule, today=date(2026, 11, 22))
    assert early.missing == ("the consultation, which ends on 23 November 2026",)
    assert tally("approve", rule=rule, today=date(2026, 11, 23)).satisfied


def test_deadline_is_so_many_days_after_the_review_began_or_never() -> None:
    rule = SteeringRule("editorial", approvals=1, quorum=1, deadline_days=10)
    assert deadline(rule, OPENED) == date(2026, 11, 12)
    assert deadline(RULE, OPENED) is None
