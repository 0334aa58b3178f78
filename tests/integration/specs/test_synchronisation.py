"""Following a source: what is taken, what is shown instead, and that nothing here is overwritten."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.actions import revisions, synchronisation, taking
from specs_app.actions.synchronisation import sync
from specs_app.models import Item, Specification
from specs_app.projection.verification import verify
from specs_app.queries import NotPublished
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.references import TAKEN
from specs_app.repository.repository import Repository
from tests.drivers import repository_of
from tests.factories import SLUG, commit_all, example_folder, git, imported

pytestmark = pytest.mark.django_db
PERSON = "data/objects/tin_person.yml"


def edit(source: Path, old: str, new: str, subject: str, path: str = PERSON) -> str:
    file = source / path
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))
    commit_all(source, subject)
    return git(source, "rev-parse", "HEAD")


def cut_short(*_: object, **__: object) -> None:
    raise RuntimeError


def head() -> str:
    store = repository_of(SLUG)
    return store.head()


def test_sync_takes_each_commit_as_a_revision_with_its_author(tiny: Specification, source: Path) -> None:
    first = edit(source, "Sex as recorded.", "Sex as the person states it.", "Reword")
    second = edit(source, "name: pers_sex", "name: pers_stated_sex", "Rename")
    report = sync(specification=tiny)
    assert (report.state, report.taken, report.problems) == ("current", [first, second], [])
    assert (tiny.published_revision, head(), tiny.source_state) == (second, second, "current")
    rows = list(tiny.revisions.filter(number__gt=2).values_list("sha", "kind", "author_name", "change_class"))
    assert rows == [
        (second, "upstream", "Upstream Author", "breaking"),
        (first, "upstream", "Upstream Author", "editorial"),
    ]
    change = tiny.revisions.get(sha=first).changes.get()
    assert (change.address, change.object_name, change.field) == ("items/PERS002A", "tin_person", "description")
    item = Item.objects.get(address="items/PERS002A")
    assert [version.revision.sha for version in item.history.all()][:2] == [second, first]
    assert verify(specification=tiny) == []


def test_sync_again_changes_nothing(tiny: Specification, source: Path) -> None:
    edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    sync(specification=tiny)
    versions = Item.history.count()
    report = sync(specification=tiny)
    assert (report.state, report.taken, Item.history.count()) == ("current", [], versions)


def test_sync_goes_on_after_an_import_that_had_nothing_to_add(source: Path) -> None:
    specification = imported(source)
    assert specification.published_revision == git(source, "rev-parse", "HEAD")
    first = edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    second = edit(source, "Stated sex.", "Sex as stated.", "Reword again")
    report = sync(specification=specification)
    assert (report.state, report.taken, specification.published_revision) == ("current", [first, second], second)
    assert verify(specification=specification) == []


def test_sync_of_a_source_that_lags_behind_is_current(source: Path) -> None:
    specification = imported(source, title="Tiny")
    report = sync(specification=specification)
    assert (report.state, report.taken) == ("current", [])


def test_sync_of_a_force_pushed_source_is_rewritten(tiny: Specification, source: Path) -> None:
    edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    sync(specification=tiny)
    published = tiny.published_revision
    git(source, "reset", "-q", "--hard", "HEAD~1")
    edit(source, "Sex as recorded.", "Other words.", "Rewrite history")
    assert sync(specification=tiny).state == "rewritten"
    assert head() == published
    assert verify(specification=tiny) == []


def test_sync_quarantines_a_commit_that_breaks_a_file_but_takes_those_before(tiny: Specification, source: Path) -> None:
    good = edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    bad = edit(source, "  fields:", "\tfields: [", "Break")
    report = sync(specification=tiny)
    assert (report.state, report.taken) == ("quarantined", [good])
    problem = report.problems[0]
    assert (problem.file, problem.severity) == (PERSON, "error")
    assert problem.line
    assert bad[:12] in problem.message
    assert (tiny.published_revision, head(), tiny.source_state) == (good, good, "quarantined")
    assert tiny.source_detail[0]["file"] == PERSON
    assert verify(specification=tiny) == []


def test_sync_takes_what_mends_a_quarantined_commit_which_is_still_no_published_version(
    tiny: Specification, source: Path
) -> None:
    bad = edit(source, "  fields:", "\tfields: [", "Break")
    assert sync(specification=tiny).state == "quarantined"
    mended = edit(source, "\tfields: [", "  fields:", "Mend")
    report = sync(specification=tiny)
    assert (report.state, report.taken, report.problems) == ("current", [mended], [])
    assert verify(specification=tiny) == []
    with pytest.raises(NotPublished):
        queries.at(SLUG, bad, viewer=PORTAL)


LAX = "rules:\n  breaking: {approvals: 1, quorum: 1, objection_blocks: false}\n"


@pytest.mark.parametrize("lax", [LAX, "public_comments: true\n"])
def test_sync_quarantines_a_commit_that_alters_how_changes_are_decided_until_it_is_taken_back(
    tiny: Specification, source: Path, lax: str
) -> None:
    published = tiny.published_revision
    settings = source / "specification.yml"
    stated = settings.read_text()
    settings.write_text(f"title: Tiny\nprefix: TIN\ntable_prefix: tin_\n{lax}")
    commit_all(source, "Make it easier")
    edit(source, "Sex as recorded.", "Stated sex.", "Reword on top of it")
    report = sync(specification=tiny)
    assert (report.state, report.taken, tiny.published_revision) == ("quarantined", [], published)
    assert {problem.rule for problem in report.problems} == {"outside-governance"}
    settings.write_text(stated)
    commit_all(source, "Take it back")
    report = sync(specification=tiny)
    assert (report.state, len(report.taken)) == ("current", 1)
    assert verify(specification=tiny) == []


def test_sync_takes_settings_that_govern_as_before(tiny: Specification, source: Path) -> None:
    (source / "specification.yml").write_text("title: Tiny\nprefix: TIN\ntable_prefix: tin_\n")
    commit_all(source, "State the title")
    assert sync(specification=tiny).state == "current"


def test_sync_takes_a_new_file_that_cannot_be_read(tiny: Specification, source: Path) -> None:
    (source / "data/categories/new.yml").write_text("- [\n")
    commit_all(source, "Add a broken list")
    assert sync(specification=tiny).state == "current"


def test_sync_takes_a_merge_from_the_commit_that_contains_what_is_published(source: Path) -> None:
    specification = imported(source, title="Tiny")
    edit(source, "Sex as recorded.", "Stated sex.", "Before the merge")
    git(source, "pull", "-q", "--no-rebase", "--no-edit", str(repository_path(SLUG)), "main")
    merge = git(source, "rev-parse", "HEAD")
    report = sync(specification=specification)
    assert (report.state, report.taken) == ("current", [merge])
    assert verify(specification=specification) == []


def test_sync_believes_no_trailer(tiny: Specification, source: Path) -> None:
    sha = edit(source, "Sex as recorded.", "Stated sex.", "TIN-0001: mine\n\nChange-Id: TIN-0001\nApproved-by: Nobody")
    sync(specification=tiny)
    revision = tiny.revisions.get(sha=sha)
    assert (revision.kind, revision.change_number) == ("upstream", "")


def test_sync_says_that_the_source_cannot_be_reached(tiny: Specification, source: Path) -> None:
    shutil.rmtree(source)
    report = sync(specification=tiny)
    assert report.state == "unreachable"
    assert tiny.source_state == "unreachable"
    with pytest.raises(CommandError, match="unreachable"):
        call_command("sync_spec", SLUG)


def test_sync_without_a_source_does_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    specification = imported(example_folder(tmp_path / "folder"))
    assert sync(specification=specification).state == "none"
    call_command("sync_spec", SLUG, "--json")
    assert json.loads(capsys.readouterr().out)["taken"] == []


def test_sync_brings_a_repository_up_that_lags_behind(
    tiny: Specification, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    with monkeypatch.context() as patched:
        patched.setattr(synchronisation.mirror, "bring_up", lambda *_: None)
        sync(specification=tiny)
    assert (tiny.published_revision, tiny.mirrored_revision == sha, verify(specification=tiny)) == (sha, False, [])
    sync(specification=tiny)
    assert git(repository_path(SLUG), "rev-parse", "main") == tiny.mirrored_revision == sha
    assert verify(specification=tiny) == []


def test_sync_does_not_move_over_a_branch_that_somebody_else_moved(tiny: Specification, source: Path) -> None:
    sha = edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    who = Author("Mallory", "m@example.org")
    with Folder(repository_path(SLUG)) as folder:
        store, before = Repository(folder), folder.head()
        when = store.commit(before).when
        sneaked = store.commit_tree(before, {"x.md": b"x"}, author=who, committer=who, when=when, message="Sneak\n")
        folder.move_refs({"refs/heads/main": (before, sneaked)})
    sync(specification=tiny)
    assert (tiny.published_revision, git(repository_path(SLUG), "rev-parse", "main")) == (sha, sneaked)
    assert "does not know" in tiny.mirror_problem
    assert verify(specification=tiny)


def test_sync_that_fails_half_way_changes_nothing(
    tiny: Specification, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    published = tiny.published_revision

    def fail(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(revisions, "publish", fail)
        with pytest.raises(RuntimeError):
            sync(specification=tiny)
    tiny.refresh_from_db()
    assert (tiny.published_revision, head()) == (published, published)
    assert verify(specification=tiny) == []


def test_commit_that_was_begun_and_never_taken_leaves_nothing(
    tiny: Specification, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    with monkeypatch.context() as patched:
        patched.setattr(taking, "record_from", cut_short)
        with pytest.raises(RuntimeError):
            sync(specification=tiny)
    store = repository_of(SLUG)
    assert (store.refs(TAKEN), store.has(begun)) == ({}, False)
    git(source, "reset", "-q", "--hard", "HEAD~1")
    taken = edit(source, "Sex as recorded.", "Other words.", "Reword otherwise")
    assert sync(specification=tiny).taken == [taken]
    assert list(repository_of(SLUG).refs(TAKEN).values()) == [taken]
    assert list(Folder(repository_path(SLUG)).refs(TAKEN).values()) == [taken]


def test_sync_takes_a_new_tag_as_a_release(tiny: Specification, source: Path) -> None:
    sha = edit(source, "Sex as recorded.", "Stated sex.", "Reword")
    git(source, "tag", "v2.0")
    sync(specification=tiny)
    assert list(tiny.releases.values_list("version", "sha")) == [("2.0", sha)]
