"""Imports: what is taken, what is reported, and that a failure leaves nothing behind."""

import gc
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError

from specs_app import models
from specs_app.access import PORTAL
from specs_app.actions import baseline, imports, past
from specs_app.actions.imports import import_specification
from specs_app.document.problems import Problem
from specs_app.errors import NothingImported
from specs_app.management.reporting import counted
from specs_app.models import Item, Revision, Specification
from specs_app.projection.verification import verify
from specs_app.queries import at
from specs_app.repository.folder import repository_path
from specs_app.repository.objects import GitError
from specs_app.repository.references import BASELINE, IMPORTED
from tests.corpus import CORPUS, needs_corpus
from tests.drivers import repository_of
from tests.factories import (
    SLUG,
    commit_all,
    example_folder,
    example_repository,
    git,
    imported,
    small_files,
    write_files,
)

pytestmark = pytest.mark.django_db


def nothing_here(root: Path) -> bool:
    """Whether neither rows nor repositories are left of an import."""
    return not list(root.iterdir()) and not any(getattr(models, name).objects.exists() for name in models.__all__)


@pytest.mark.parametrize("kind", ["folder", "repository"])
def test_import_with_nothing_to_add_makes_no_commit_of_the_portals_own(tmp_path: Path, kind: str) -> None:
    make = example_repository if kind == "repository" else example_folder
    specification = imported(make(tmp_path / "source"))
    store = repository_of(SLUG)
    assert specification.published_revision == store.head() == store.ref(IMPORTED)
    assert kind == "folder" or store.head() == git(tmp_path / "source", "rev-parse", "HEAD")
    assert store.ref(BASELINE) == ""
    assert dict(store.snapshot(store.head()).files) == small_files()
    assert list(specification.revisions.values_list("number", "kind")) == [(1, "import")]
    assert (specification.prefix, specification.table_prefix) == ("TIN", "tin_")
    assert verify(specification=specification) == []


def test_import_of_a_folder_keeps_its_files_and_adds_what_was_asked_for(tmp_path: Path) -> None:
    specification = imported(example_folder(tmp_path / "source"), title="Tiny")
    store = repository_of(SLUG)
    first, head = store.ref(IMPORTED), store.head()
    assert dict(store.snapshot(first).files) == small_files()
    assert store.commit(head).parents == (first,)
    assert head == specification.published_revision
    added = set(store.snapshot(head).files) - set(small_files())
    assert added == {"specification.yml"}
    assert list(specification.revisions.values_list("number", "kind")) == [(2, "baseline"), (1, "import")]
    assert verify(specification=specification) == []


def test_import_reports_counts_and_problems_and_takes_the_neighbours(tmp_path: Path) -> None:
    report = import_specification(slug=SLUG, source=str(example_folder(tmp_path / "source")))
    assert (report.objects, report.items, report.relationships, report.categories) == (3, 5, 1, 1)
    broken = next(problem for problem in report.problems if problem.file == "data/categories/broken.yml")
    assert (broken.rule, broken.severity) == ("yaml-syntax", "error")
    assert broken.line
    assert broken.remedy


def test_import_writes_rows_whose_history_names_the_revision(tmp_path: Path) -> None:
    specification = imported(example_folder(tmp_path / "source"))
    item = Item.objects.get(specification=specification, address="items/PERS002A")
    assert (item.data_object.name, item.required, item.returns) == ("tin_person", True, ["CensusA", "CensusB"])
    version = item.history.get()
    assert version.revision == Revision.objects.get(sha=specification.published_revision)
    assert version.history_type == "+"


def test_import_of_a_repository_keeps_its_history_and_tags(tmp_path: Path) -> None:
    source = example_repository(tmp_path / "source")
    git(source, "tag", "-a", "-m", "First", "v1.0")
    write_files(source, {"data/categories/yes_no.yml": b"- Yes\n- No\n"})
    commit_all(source, "Add a code list")
    old, new = git(source, "rev-parse", "HEAD~1"), git(source, "rev-parse", "HEAD")
    specification = imported(source)
    assert specification.source_state == "current"
    store = repository_of(SLUG)
    assert store.ref(IMPORTED) == new
    assert store.is_ancestor(old, store.head())
    assert list(specification.releases.values_list("version", "tag", "sha")) == [("1.0", "v1.0", old)]
    assert specification.revisions.get(number=1).author_name == "Upstream Author"
    assert verify(specification=specification) == []


def test_import_of_a_bare_repository_takes_its_default_branch(tmp_path: Path) -> None:
    source = example_repository(tmp_path / "source")
    git(source, "branch", "-m", "trunk")
    git(tmp_path, "clone", "-q", "--bare", "source", "bare.git")
    specification = imported(tmp_path / "bare.git")
    assert specification.branch == "trunk"
    assert git(repository_path(SLUG), "symbolic-ref", "HEAD") == "refs/heads/trunk"
    assert git(repository_path(SLUG), "config", "--get-regexp", "^core").startswith("core.")
    assert git(repository_path(SLUG), "remote") == ""


def test_import_again_changes_nothing(tmp_path: Path, repository_root: Path) -> None:
    source = example_folder(tmp_path / "source")
    specification = imported(source)
    before = git(repository_path(SLUG), "for-each-ref"), Item.history.count(), Revision.history.count()
    report = import_specification(slug=SLUG, source=str(source))
    assert report.unchanged
    assert report.revision == specification.published_revision
    assert (git(repository_path(SLUG), "for-each-ref"), Item.history.count(), Revision.history.count()) == before
    assert [path.name for path in repository_root.glob("[!.]*")] == [f"{SLUG}.git"]


def test_import_again_of_a_repository_changes_nothing(tmp_path: Path) -> None:
    source = example_repository(tmp_path / "source")
    imported(source)
    assert import_specification(slug=SLUG, source=str(source)).unchanged


def test_import_of_another_source_under_a_taken_name_is_refused(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    imported(source)
    (source / "README.md").write_text("Other words.\n")
    with pytest.raises(NothingImported, match="here already"):
        import_specification(slug=SLUG, source=str(source))


def test_import_of_what_the_portal_wrote_adds_no_baseline(tmp_path: Path) -> None:
    first = imported(example_folder(tmp_path / "source"), title="Tiny")
    second = imported(repository_path(SLUG), slug="second")
    assert second.published_revision == first.published_revision
    assert list(second.revisions.values_list("kind", flat=True)) == ["import", "import"]


def test_import_under_a_title_states_it(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    import_specification(slug=SLUG, source=str(source), title='Tiny: "the" standard #1')
    specification = Specification.objects.get(slug=SLUG)
    assert specification.title == 'Tiny: "the" standard #1'
    assert verify(specification=specification) == []


def test_import_is_deterministic_for_a_given_moment(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    when = models.Revision._meta.get_field("committed_at").to_python("2026-01-02T03:04:05Z")
    first = import_specification(slug=SLUG, source=str(source), when=when).revision
    assert import_specification(slug="twin", source=str(source), when=when).revision == first


def hostile_sources(tmp_path: Path) -> dict[str, str]:
    empty = tmp_path / "empty"
    empty.mkdir()
    return {
        "empty": str(empty),
        "no data": str(write_files(tmp_path / "words", {"README.md": b"Words.\n", "x.yml": b"- [\n"})),
        "missing": str(tmp_path / "missing"),
        "option": "--upload-pack=touch /tmp/x",
        "helper": "ext::sh -c true",
        "scheme": "http://example.org/x.git",
        "password": "https://me:secret@example.org/x.git",
        "option host": "ssh://-oProxyCommand=true/x",
        "file": str(Path(__file__)),
        "null": "a\0b",
        "nothing": "",
    }


@pytest.mark.parametrize(
    "case",
    ["empty", "no data", "missing", "option", "helper", "scheme", "password", "option host", "file", "null", "nothing"],
)
def test_import_of_a_bad_source_is_refused_and_changes_nothing(
    tmp_path: Path, repository_root: Path, case: str
) -> None:
    with pytest.raises((NothingImported, GitError)) as caught:
        import_specification(slug=SLUG, source=hostile_sources(tmp_path)[case])
    assert "secret" not in str(caught.value)
    assert caught.value.remedy
    assert nothing_here(repository_root)


@pytest.mark.parametrize(("slug", "branch"), [("../up", "main"), ("", "main"), ("ok", "--force"), ("ok", "a..b")])
def test_import_refuses_hostile_names(tmp_path: Path, repository_root: Path, slug: str, branch: str) -> None:
    with pytest.raises(GitError, match="no name for"):
        import_specification(slug=slug, source=str(example_folder(tmp_path / "s")), branch=branch)
    assert nothing_here(repository_root)


def test_import_follows_no_link(tmp_path: Path) -> None:
    source = example_folder(tmp_path / "source")
    (tmp_path / "secret.yml").write_text("- token\n")
    (source / "data/categories/link.yml").symlink_to(tmp_path / "secret.yml")
    (source / "data/objects/up").symlink_to(tmp_path)
    report = import_specification(slug=SLUG, source=str(source))
    assert report.categories == 1
    assert [problem.file for problem in report.problems if problem.rule == "unusable-file"] == [
        "data/categories/link.yml",
        "data/objects/up",
    ]


class FaultError(Exception):
    """The fault that the tests inject."""


def fail(*args: object, **options: object) -> Any:
    raise FaultError


def fail_in_database(*args: object) -> Any:
    raise OperationalError("disk full")


STEPS: list[tuple[Any, str]] = [
    (imports, "list_folder"),
    (baseline, "write"),
    (past, "add_revision"),
    (past, "project_parts"),
    (imports, "index"),
    (imports, "publish"),
    (imports, "mend_releases"),
    (Path, "rename"),
]


@pytest.mark.parametrize(("where", "step"), STEPS, ids=[step for _, step in STEPS])
def test_import_that_fails_half_way_changes_nothing(
    tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch, where: Any, step: str
) -> None:
    source = str(example_folder(tmp_path / "source"))
    with monkeypatch.context() as patched:
        patched.setattr(where, step, fail)
        with pytest.raises(FaultError):
            import_specification(slug=SLUG, source=source, title="Tiny")
    assert nothing_here(repository_root)
    assert import_specification(slug=SLUG, source=source, title="Tiny").objects == 3


@pytest.mark.django_db(transaction=True)
def test_import_whose_commit_fails_takes_the_repository_away(
    tmp_path: Path, repository_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = str(example_folder(tmp_path / "source"))
    with monkeypatch.context() as patched:
        patched.setattr("django.db.backends.base.base.BaseDatabaseWrapper.commit", fail_in_database)
        with pytest.raises(OperationalError):
            import_specification(slug=SLUG, source=source)
    assert nothing_here(repository_root)


def test_import_sets_a_repository_aside_that_the_database_does_not_know(tmp_path: Path, repository_root: Path) -> None:
    source = example_folder(tmp_path / "source")
    imported(source)
    shutil.move(repository_root / f"{SLUG}.git", repository_root / "other.git")
    report = import_specification(slug="other", source=str(source))
    assert "repository-set-aside" in [problem.rule for problem in report.problems]
    assert len(list(repository_root.glob("other.aside-*.git"))) == 1


def test_import_leaves_the_collector_of_the_process_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    altered = list[str]()
    for name in ("disable", "enable", "set_threshold", "freeze"):
        monkeypatch.setattr(gc, name, lambda *_, name=name: altered.append(name))
    source = str(example_folder(tmp_path / "source"))
    import_specification(slug=SLUG, source=source)
    assert altered == []
    call_command("import_spec", SLUG, source, verbosity=0)
    assert altered == ["set_threshold", "set_threshold"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    call_command(*arguments, "--json")
    return dict(json.loads(capsys.readouterr().out))


def test_import_spec_tells_the_contract_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "import_spec", SLUG, str(example_folder(tmp_path / "source")))
    assert [said[name] for name in ("objects", "items", "relationships", "categories")] == [3, 5, 1, 1]
    assert said["revision"] == Specification.objects.get(slug=SLUG).published_revision
    assert {"file", "line", "rule", "severity", "message", "remedy"} == set(said["problems"][0])


def test_import_spec_ends_with_how_many_problems_there_are_of_each_kind() -> None:
    kinds = ("info", "error", "warning", "info")
    problems = [Problem("rule", kind, "What.", "Do.") for kind in kinds]
    assert counted(problems) == "4 problems (1 error, 1 warning, 2 notes)"
    assert (counted([]), counted(problems[:1])) == ("0 problems", "1 problem (1 note)")


def test_import_spec_ends_with_two_where_nothing_could_be_imported(tmp_path: Path, repository_root: Path) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("import_spec", SLUG, str(tmp_path / "missing"))
    assert caught.value.returncode == 2
    assert nothing_here(repository_root)


@needs_corpus
def test_import_of_the_real_specification_has_its_counts(capsys: pytest.CaptureFixture[str]) -> None:
    table = "docs/admin/data_objects_specification.csv"
    said = run(capsys, "import_spec", "ssd", str(CORPUS), "--enrich", table)
    assert (said["objects"], said["items"], said["relationships"], said["categories"]) == (48, 359, 68, 39)
    unreadable = {problem["file"] for problem in said["problems"] if problem["rule"] == "yaml-syntax"}
    assert len([path for path in unreadable if "categories" in path]) == 6
    assert "data/workflow__future_release.yml" in unreadable
    rules = Counter(problem["rule"] for problem in said["problems"])
    assert (rules["dangling-foreign-key"], rules["unknown-return"], rules["empty-code-value"]) == (3, 3, 10)
    assert rules["foreign-key-to-non-key"] > 0
    assert len(
        {(problem["rule"], problem["message"], problem["file"], problem["line"]) for problem in said["problems"]}
    ) == len(said["problems"])
    shown = at("ssd", viewer=PORTAL)[1].problems
    assert Counter(problem["severity"] for problem in said["problems"]) == Counter(one.severity for one in shown)
    specification = Specification.objects.get(slug="ssd")
    assert verify(specification=specification) == []
    stat = git(repository_path("ssd"), "diff", "--numstat", "HEAD~1", "HEAD")
    assert {line.split("\t")[1] for line in stat.splitlines()} == {"0"}
