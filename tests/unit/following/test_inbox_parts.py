"""No proposal that is under way is in nobody's inbox, whatever its status."""

from __future__ import annotations

from datetime import date

import pytest

from changes_app.following.inbox import Viewer, fill
from changes_app.models import ChangeRequest
from changes_app.workflow import FINAL, OPEN, Role, Status

PROPOSER, OFFICE = 1, 2
TODAY = date(2026, 11, 2)


def parts(status: Status, viewer: Viewer) -> list[str]:
    """The keys of the parts of an inbox that hold a proposal of that status."""
    change = ChangeRequest(pk=1, specification_id=1, proposer_id=PROPOSER, status=status)
    return [entry.part.key for entry in fill([change], viewer)]


@pytest.mark.parametrize("status", [status for status in Status if status not in FINAL])
def test_proposer_finds_what_is_under_way_in_one_part(status: Status) -> None:
    assert len(parts(status, Viewer(PROPOSER, {1: Role.MEMBER}, {}, TODAY))) == 1


@pytest.mark.parametrize("status", [status for status in Status if status in OPEN])
def test_office_finds_what_is_under_way_in_one_part(status: Status) -> None:
    assert len(parts(status, Viewer(OFFICE, {1: Role.SECRETARIAT}, {}, TODAY))) == 1


@pytest.mark.parametrize("status", sorted(FINAL))
def test_what_is_over_is_in_no_inbox(status: Status) -> None:
    for user, role in ((PROPOSER, Role.MEMBER), (OFFICE, Role.SECRETARIAT)):
        assert parts(status, Viewer(user, {1: role}, {}, TODAY)) == []
