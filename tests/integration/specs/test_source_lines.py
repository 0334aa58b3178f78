"""A source that was rewritten, renamed its branch, or is another repository: nothing is lost, and there is a way out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from specs_app.actions.source_lines import ANY
from specs_app.actions.synchronisation import SyncReport, sync
from specs_app.models import Push, Specification
from specs_app.projection.verification import verify
from specs_app.repository.references import LEFT
from specs_app.repository.rows import Rows
from tests.factories import SLUG, commit_all, example_repository, git

pytestmark = pytest.mark.django_db


def reword(source: Path, old: str, new: str) -> str:
    file = source / "data/objects/tin_person.yml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    commit_all(source, f"Say {new}")
    return git(source, "rev-parse", "HEAD")


def said(report: SyncReport) -> str:
    return " ".join(f"{problem.message} {problem.remedy}" for problem in report.problems)


@pytest.fixture
def taken(tiny: Specification, source: Path) -> str:
    """A commit that was taken from the source."""
    sha = reword(source, "Sex as recorded.", "Stated sex.")
    assert sync(specification=tiny).taken == [sha]
    return sha


def rewritten(source: Path) -> str:
    """The source's last commit made anew, as after ``git commit --amend`` and a forced push."""
    git(source, "commit", "-q", "--amend", "-m", "Another message")
    return git(source, "rev-parse", "HEAD")


def test_rewritten_source_is_not_followed(tiny: Specification, source: Path, taken: str) -> None:
    new = rewritten(source)
    report = sync(specification=tiny)
    assert (report.state, report.taken, tiny.published_revision, tiny.source_state) == (
        "rewritten",
        [],
        taken,
        "rewritten",
    )
    assert f"is at {new[:12]} and holds a commit that it held before no more ({taken[:12]})" in said(report)
    assert "--accept-rewritten" in tiny.source_detail[0]["remedy"]
    assert verify(specification=tiny) == []
    with pytest.raises(CommandError, match="rewritten"):
        call_command("sync_spec", SLUG)


def test_source_that_went_back_is_rewritten_and_can_be_accepted(tiny: Specification, source: Path, taken: str) -> None:
    git(source, "reset", "-q", "--hard", "HEAD~1")
    assert sync(specification=tiny).state == "rewritten"
    call_command("sync_spec", SLUG, accept_rewritten=True)
    tiny.refresh_from_db()
    assert (tiny.published_revision, tiny.source_state) == (taken, "current")
    assert list(Rows(tiny).refs(LEFT).values()) == [taken]
    assert sync(specification=tiny).state == "current"


def test_accepted_line_is_followed_from_then_on(tiny: Specification, source: Path, taken: str) -> None:
    new = rewritten(source)
    report = sync(specification=tiny, accepted=new)
    assert (report.state in {"diverged", "current"}, taken in {one.sha for one in tiny.revisions.all()}) == (True, True)
    assert sync(specification=tiny).state != "rewritten"


def test_line_is_accepted_at_the_commit_that_was_seen(tiny: Specification, source: Path, taken: str) -> None:
    seen = rewritten(source)
    git(source, "commit", "-q", "--amend", "-m", "Once more")
    assert sync(specification=tiny, accepted=seen).state == "rewritten"


def test_line_that_is_rewritten_again_asks_again(tiny: Specification, source: Path, taken: str) -> None:
    reword(source, "Stated sex.", "Sex, as stated.")
    sync(specification=tiny)
    git(source, "reset", "-q", "--hard", taken)
    assert sync(specification=tiny, accepted=ANY).state == "current"
    git(source, "reset", "-q", "--hard", "HEAD~1")
    assert sync(specification=tiny).state == "rewritten"


def test_source_that_has_its_commits_back_is_followed_again(tiny: Specification, source: Path, taken: str) -> None:
    rewritten(source)
    sync(specification=tiny)
    git(source, "reset", "-q", "--hard", taken)
    later = reword(source, "Stated sex.", "Sex, as stated.")
    report = sync(specification=tiny)
    assert (report.state, report.taken, tiny.source_detail) == ("current", [later], [])


def test_pushed_commit_that_is_gone_is_a_rewritten_source(tiny: Specification, source: Path) -> None:
    pushed = reword(source, "Sex as recorded.", "Stated sex.")
    git(source, "reset", "-q", "--hard", "HEAD~1")
    later = reword(source, "Sex as recorded.", "Another.")
    Push.objects.create(
        specification=tiny,
        address=tiny.source_url,
        state=Push.State.CURRENT,
        references={"refs/heads/main": pushed},
        tried_at="2026-01-01T00:00Z",
    )
    report = sync(specification=tiny)
    assert (report.state, report.taken) == ("current", [later])  # it goes on from what is published


def test_branch_that_is_gone_is_told_with_those_that_there_are(tiny: Specification, source: Path, taken: str) -> None:
    git(source, "branch", "-m", "main", "trunk")
    git(source, "branch", "next")
    later = reword(source, "Stated sex.", "Sex, as stated.")
    report = sync(specification=tiny)
    assert (report.state, tiny.published_revision) == ("branch_gone", taken)
    assert "has no branch main any more. It has next, trunk." in said(report)
    with pytest.raises(CommandError, match="no branch 'nowhere'"):
        call_command("sync_spec", SLUG, branch="nowhere")
    call_command("sync_spec", SLUG, branch="trunk")
    tiny.refresh_from_db()
    assert (tiny.source_branch, tiny.branch, tiny.published_revision, tiny.source_state) == (
        "trunk",
        "main",
        later,
        "current",
    )


def test_another_repository_at_the_address_is_not_followed(tiny: Specification, source: Path, taken: str) -> None:
    shutil.rmtree(source)
    other = example_repository(source)
    git(other, "commit", "-q", "--amend", "-m", "Quite another beginning")
    report = sync(specification=tiny, accepted=ANY)
    assert (report.state, report.taken, tiny.published_revision) == ("unrelated", [], taken)
    assert "no history in common" in said(report)


def test_empty_repository_at_the_address_has_no_branch(tiny: Specification, source: Path, taken: str) -> None:
    shutil.rmtree(source)
    git(source.parent, "init", "-q", "--bare", str(source))
    report = sync(specification=tiny)
    assert (report.state, "It has none at all." in said(report)) == ("branch_gone", True)


def test_source_that_is_away_is_unreachable(tiny: Specification, source: Path, taken: str) -> None:
    shutil.rmtree(source)
    report = sync(specification=tiny)
    assert (report.state, tiny.published_revision) == ("unreachable", taken)
