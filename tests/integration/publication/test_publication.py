"""The one road to Git: what a commit holds, what stops it, what brings database and branch together again."""

import difflib
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from changes_app.deciding.actions import decisions
from changes_app.deciding.ballots import poll
from changes_app.deciding.due import finish
from changes_app.errors import PublicationFailed
from changes_app.models import ChangeRequest, Event
from changes_app.proposals.actions import submissions
from changes_app.workflow import EventKind, Status
from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.problems import Problem
from specs_app.projection.verification import verify
from specs_app.repository.commits import Author, Commit
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.repository import Repository
from specs_app.versions.loading import load
from specs_app.versions.version import problems_of_files
from specs_app.yaml_files.reader import read
from specs_app.yaml_files.writer import CannotWriteError
from tests.drivers import (
    BREAKING,
    COMPATIBLE,
    EDITORIAL,
    EXAMPLE,
    World,
    import_example,
    mirrored,
    objects_away,
    people,
    repository_of,
    trailers_of,
)


def head_commit(world: World) -> Commit:
    store = repository_of(world.specification.slug)
    return store.commit(store.head())


def difference(world: World, before: str, after: str) -> dict[str, list[str]]:
    """The lines taken out and put in, by file."""
    store = repository_of(world.specification.slug)
    old, new = store.snapshot(before).files, store.snapshot(after).files
    found = {}
    for path in sorted(old.keys() | new.keys()):
        if old.get(path) != new.get(path):
            pair = [files.get(path, b"").decode().splitlines() for files in (old, new)]
            lines = difflib.unified_diff(*pair, n=0, lineterm="")
            found[path] = [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]
    return found


def test_commit_names_who_proposed_and_who_approved(world: World) -> None:
    change = world.published(
        COMPATIBLE, title="Ask for the shoe size", reason="So that boots fit.\nApproved-by: Nobody"
    )
    commit = head_commit(world)
    assert commit.sha == change.published_revision
    assert (commit.author.name, commit.author.email) == ("Pat Tester", f"{change.proposer_id}+noreply@127.0.0.1")
    assert commit.committer == "The portal"
    assert commit.subject == "YSD-0007: Ask for the shoe size"
    assert "So that boots fit." in commit.body
    assert trailers_of(world.specification, commit.sha) == [
        ("Change-Id", "YSD-0007"),
        ("Change-Class", "compatible"),
        ("Approved-by", "Ada Tester (Eastmoor)"),
        ("Approved-by", "Ben Tester (Southdale)"),
        ("Steering-Rules", "compatible: 2 approvals, quorum 2, an objection blocks"),
        ("Reviewed-on", "http://127.0.0.1:8000/ysd/changes/YSD-0007/"),
    ]
    assert change.decided_at is not None
    assert commit.when == change.decided_at.replace(microsecond=0)


def test_commit_names_nobody_who_abstained_as_an_approver(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    world.vote(change, world.people.chair, "abstain")
    assert world.vote_through(change).status == Status.PUBLISHED
    trailers = trailers_of(world.specification, head_commit(world).sha)
    approvers = [words for name, words in trailers if name == "Approved-by"]
    assert approvers == ["Ada Tester (Eastmoor)", "Ben Tester (Southdale)"]


def test_commit_alters_only_the_lines_of_the_change(world: World) -> None:
    before = world.specification.published_revision
    change = world.published(EDITORIAL)
    altered = difference(world, before, change.published_revision)
    logs = ["CHANGELOG.md", "docs/admin/ssd_change_log.csv"]
    assert sorted(altered) == sorted([*logs, "data/objects/ysd_young_person.yml", "docs/admin/items.csv"])
    assert all(not line.startswith("-") for line in altered["docs/admin/ssd_change_log.csv"])
    assert len(altered["CHANGELOG.md"]) == len(altered["docs/admin/ssd_change_log.csv"]) == 1
    for path in ("CHANGELOG.md", "docs/admin/ssd_change_log.csv"):
        assert change.reason in altered[path][0]
    assert any("The surname in use today." in line for line in altered["data/objects/ysd_young_person.yml"])


def test_foreign_key_cleared_names_its_item_in_log_and_metadata(world: World) -> None:
    before = world.specification.published_revision
    change = world.published([{"action": "change_item", "target": "DEST002A", "values": {"foreign_key": None}}])
    altered = difference(world, before, change.published_revision)
    (row,) = altered["CHANGELOG.md"]
    assert "| DEST002A " in row
    assert "| ysd_destination " in row
    (line,) = altered["docs/admin/ssd_change_log.csv"]
    assert line.startswith("+DEST002A,")
    document = load(world.specification, change.published_revision).document
    assert dict(document.item_by_ref["DEST002A"][1].metadata)["change_id"] == change.number
    assert verify(specification=world.specification) == []


def test_change_of_rules_is_logged_by_its_subject_and_for_no_item(world: World) -> None:
    before = world.specification.published_revision
    rules = {"rules": {"editorial": {"consultation_days": 1}}}
    change = world.published([{"action": "change_settings", "target": "", "values": rules}])
    altered = difference(world, before, change.published_revision)
    assert sorted(altered) == ["CHANGELOG.md", "specification.yml"]
    (row,) = altered["CHANGELOG.md"]
    assert "| settings/rules " in row


def test_metadata_of_the_item_says_what_happened(world: World) -> None:
    change = world.published(EDITORIAL)
    document = queries.at(world.specification.slug, change.published_revision, viewer=PORTAL)[1].document
    _, item = document.item_by_ref["YOUN002A"]
    metadata = dict(item.metadata)
    assert metadata["change_id"] == change.number
    assert metadata["change_source"] == "portal"
    assert metadata["impact_title"] == change.title
    assert metadata["type"] == "editorial"
    assert metadata["versions_count"] == "1"


@pytest.mark.parametrize("edits", [EDITORIAL, COMPATIBLE, BREAKING])
def test_rows_equal_the_branch_after_publication(world: World, edits: Any) -> None:
    change = world.published(edits)
    world.specification.refresh_from_db()
    assert change.status == Status.PUBLISHED
    assert head_commit(world).sha == world.specification.published_revision == change.published_revision
    assert list(verify(specification=world.specification)) == []


def test_what_is_kept_of_a_new_commit_is_what_git_holds(world: World) -> None:
    edits = (
        {
            "action": "add_object",
            "target": "ysd_award",
            "values": {"title": "Awards", "description": "One row an award."},
        },
        {
            "action": "add_category",
            "target": "award_kind",
            "values": {"values": [{"value": "A", "description": "Any"}]},
        },
        {
            "action": "add_item",
            "target": "ysd_award",
            "values": {"name": "awar_id", "type": "nvarchar", "max_field_size": "20", "primary_key": True},
        },
    )
    change = world.published(edits)
    assert change.status == Status.PUBLISHED, change.publication_problem
    kept = load(world.specification, change.published_revision)
    store = repository_of(world.specification.slug)
    files = store.snapshot(change.published_revision).files
    assert list(kept.files.items()) == list(files.items())
    assert kept.commit == store.commit(change.published_revision)
    assert kept.document == read(files).document
    assert kept.problems == problems_of_files(files)


def test_publishing_twice_does_it_once(world: World) -> None:
    change = world.published(EDITORIAL)
    before = head_commit(world)
    assert decisions.publish(change=change).status == Status.PUBLISHED
    assert head_commit(world) == before
    assert Event.objects.filter(kind=EventKind.PUBLISHED).count() == 1


def test_lost_objects_leave_it_approved_and_reconcile_publishes(world: World) -> None:
    change = world.approved(EDITORIAL)
    assert change.status == Status.APPROVED
    assert change.publication_problem
    with objects_away(world.specification), pytest.raises(PublicationFailed):
        decisions.publish(change=change)
    report = finish(specification=world.specification)
    assert (report.published, report.problems) == ([change.number], [])
    fresh = ChangeRequest.objects.get(pk=change.pk)
    assert (fresh.status, fresh.publication_problem) == (Status.PUBLISHED, "")


def test_disjoint_progress_is_joined(world: World) -> None:
    mine = world.in_review(COMPATIBLE)
    theirs = world.published(EDITORIAL)
    mine = world.vote_through(mine)
    assert mine.status == Status.PUBLISHED
    document = queries.at(world.specification.slug, mine.published_revision, viewer=PORTAL)[1].document
    assert document.item_by_ref["YOUN002A"][1].guidance == "The surname in use today."
    assert ("ysd_young_person", "youn_shoe_size") in document.item_by_name
    store = repository_of(world.specification.slug)
    assert store.commit(mine.published_revision).parents == (theirs.published_revision,)


def test_the_same_field_goes_back_with_both_sides_and_nothing_is_overwritten(world: World) -> None:
    edit = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Mine."}}
    mine = world.in_review([edit])
    theirs = world.published(EDITORIAL)
    mine = world.vote_through(mine)
    assert mine.status == Status.CHANGES_REQUESTED
    (conflict,) = mine.conflicts
    assert (conflict["address"], conflict["field"]) == ("items/YOUN002A", "guidance")
    assert (conflict["theirs"], conflict["mine"]) == ("The surname in use today.", "Mine.")
    assert head_commit(world).sha == theirs.published_revision
    mine = world.keep_mine(mine)
    mine = submissions.take("submit", change=mine, by=mine.proposer)
    mine = submissions.take("triage", change=mine, by=world.people.secretariat)
    mine = world.vote_through(mine)
    assert mine.status == Status.PUBLISHED
    document = queries.at(world.specification.slug, mine.published_revision, viewer=PORTAL)[1].document
    assert document.item_by_ref["YOUN002A"][1].guidance == "Mine."


def test_a_change_that_has_become_graver_on_the_head_goes_back(db: None, tmp_path: Path) -> None:
    """Taking out one of a code that stands twice is editorial; once somebody else has taken one out, it is the last."""
    folder = Path(copytree(EXAMPLE, tmp_path / "twice"))
    codes = folder / "data" / "categories" / "referral_source.yml"
    codes.write_text(codes.read_text() + "- value: '01'\n  description: The young person\n")
    specification = import_example(source=folder)
    world = World(specification, people(specification))
    edits = [{"action": "remove_value", "target": "referral_source/01", "values": {}}]
    mine, theirs = world.in_review(edits), world.in_review(edits)
    assert mine.change_class == "editorial"
    assert world.vote_through(theirs).status == Status.PUBLISHED
    mine = world.vote_through(mine)
    assert (mine.status, mine.conflicts) == (Status.CHANGES_REQUESTED, [])
    event = Event.objects.get(kind=EventKind.CONFLICT_FOUND)
    assert event.data["reason"] == "On the standard as it is now this would be breaking, not editorial."


def test_what_others_put_into_an_object_is_not_removed_with_it(world: World) -> None:
    """The votes were to remove the object as it was; an item that joined it since has its own votes."""
    leaf = {"action": "add_object", "target": "ysd_award", "values": {"title": "Awards"}}
    key = {"name": "awar_id", "type": "nvarchar", "max_field_size": "20", "primary_key": True}
    world.published([leaf, {"action": "add_item", "target": "ysd_award", "values": key}])
    mine = world.in_review([{"action": "remove_object", "target": "ysd_award", "values": {}}])
    more = {"name": "awar_name", "type": "nvarchar", "max_field_size": "20"}
    theirs = world.published([{"action": "add_item", "target": "ysd_award", "values": more}])
    mine = world.vote_through(mine)
    assert (mine.status, head_commit(world).sha) == (Status.CHANGES_REQUESTED, theirs.published_revision)
    reason = Event.objects.get(kind=EventKind.CONFLICT_FOUND).data["reason"]
    assert "it would also change what nobody voted on: items/" in reason


def test_a_code_list_is_not_removed_with_a_code_that_nobody_knew_of(world: World) -> None:
    world.published([{"action": "add_category", "target": "colour", "values": {"values": ["1"]}}])
    mine = world.in_review([{"action": "remove_category", "target": "colour", "values": {}}])
    theirs = world.published([{"action": "add_value", "target": "colour", "values": {"value": "2"}}])
    mine = world.vote_through(mine)
    assert (mine.status, head_commit(world).sha) == (Status.CHANGES_REQUESTED, theirs.published_revision)
    (conflict,) = mine.conflicts
    assert (conflict["address"], conflict["mine"]) == ("categories/colour/2", None)
    mine = submissions.take("submit", change=world.keep_mine(mine), by=mine.proposer)
    mine = world.vote_through(submissions.take("triage", change=mine, by=world.people.secretariat))
    assert mine.status == Status.PUBLISHED


def test_votes_do_not_carry_over_to_what_the_same_edits_have_come_to_since(world: World) -> None:
    """Handed in again without a word altered, the removal takes another item with it: that is voted on anew."""
    leaf = {"action": "add_object", "target": "ysd_award", "values": {"title": "Awards"}}
    key = {"name": "awar_id", "type": "nvarchar", "max_field_size": "20", "primary_key": True}
    world.published([leaf, {"action": "add_item", "target": "ysd_award", "values": key}])
    mine = world.in_review([{"action": "remove_object", "target": "ysd_award", "values": {}}])
    more = {"name": "awar_name", "type": "nvarchar", "max_field_size": "20"}
    world.published([{"action": "add_item", "target": "ysd_award", "values": more}])
    mine = world.vote_through(mine)
    mine = submissions.take("submit", change=mine, by=mine.proposer)
    mine = submissions.take("triage", change=mine, by=world.people.secretariat)
    assert finish(specification=world.specification).published == []
    assert [ballot.weight for ballot in poll(mine).ballots] == ["altered"] * 3
    assert world.vote_through(mine).status == Status.PUBLISHED


def test_what_was_stored_behind_the_votes_is_not_published(world: World) -> None:
    change = world.in_review(EDITORIAL)
    edit = change.edits.get()
    edit.values = {"guidance": "Slipped in."}
    edit.save()
    change = world.vote_through(change)
    assert change.status == Status.CHANGES_REQUESTED
    assert "nobody voted on" in Event.objects.get(kind=EventKind.CONFLICT_FOUND).data["reason"]


@pytest.mark.parametrize("word", ["title", "reason", "benefit"])
def test_words_that_were_stored_behind_the_votes_are_not_published(world: World, word: str) -> None:
    change = world.in_review(EDITORIAL)
    before = head_commit(world)
    ChangeRequest.objects.filter(pk=change.pk).update(**{word: "Slipped in."})
    change = world.vote_through(change)
    assert (change.status, head_commit(world)) == (Status.CHANGES_REQUESTED, before)
    reason = Event.objects.get(kind=EventKind.CONFLICT_FOUND).data["reason"]
    assert reason == "What is stored is not what was voted on."


def test_a_change_of_something_gone_goes_back(world: World) -> None:
    mine = world.in_review(EDITORIAL)
    world.published(BREAKING)
    assert world.vote_through(mine).status == Status.CHANGES_REQUESTED


def test_a_file_that_cannot_be_written_gives_the_change_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change = world.in_review(EDITORIAL)
    before = head_commit(world)

    def refuse(*_: object) -> None:
        raise CannotWriteError(Problem("cannot-write", "error", "An alias is in the way.", file="a.yml", line=3))

    monkeypatch.setattr("changes_app.publication.publisher.writer.write", refuse)
    change = world.vote_through(change)
    assert change.status == Status.CHANGES_REQUESTED
    event = Event.objects.get(kind=EventKind.CONFLICT_FOUND)
    assert event.data["problems"][0]["message"] == "An alias is in the way."
    assert head_commit(world) == before


def test_an_older_database_takes_the_newer_branch_in(world: World) -> None:
    """As after restoring a dump that is older than the repositories: the branch knows more than the rows."""
    change = world.in_review(EDITORIAL)
    known = world.specification.published_revision
    with world.rows_undone():
        sha = world.vote_through(change).published_revision
        mirrored(world.specification)
    world.specification.refresh_from_db()
    assert world.specification.published_revision == known != sha
    report = finish(specification=world.specification)
    assert (report.adopted, report.problems) == ([sha], [])
    world.specification.refresh_from_db()
    assert world.specification.published_revision == sha == head_commit(world).sha
    assert ChangeRequest.objects.get(pk=change.pk).status == Status.PUBLISHED
    assert list(verify(specification=world.specification)) == []
    assert world.draft(COMPATIBLE).number == "YSD-0008"


def test_a_commit_of_somebody_else_is_not_taken_for_ours(world: World) -> None:
    who = Author("Mallory", "m@example.org")
    message = "YSD-0099: Sneak\n\nChange-Id: YSD-0099\n"
    with Folder(repository_path(world.specification.slug)) as folder:
        store, head = Repository(folder), folder.head()
        when = store.commit(head).when
        sha = store.commit_tree(head, {"x.md": b"x\n"}, author=who, committer=who, when=when, message=message)
        folder.move_refs({"refs/heads/main": (head, sha)})
    report = finish(specification=world.specification)
    assert report.adopted == []
    assert "which the portal did not make" in report.problems[0]
    world.specification.refresh_from_db()
    assert world.specification.published_revision == head
