"""The proof finds every row, reference and byte that was altered by hand, and the repair mends it."""

import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models as fields
from django.db import transaction
from django.utils import timezone

from specs_app import models
from specs_app.actions.rebuilding import rebuild
from specs_app.actions.revisions import record
from specs_app.actions.synchronisation import sync
from specs_app.errors import NotGoverned
from specs_app.models import Item, Release, Revision, Specification
from specs_app.projection.rows import COLUMNS
from specs_app.projection.verification import verify
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.references import IMPORTED
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from tests.drivers import repository_of
from tests.factories import SLUG, commit_all, example_repository, git, imported, write_files
from tests.recorded import as_before

pytestmark = pytest.mark.django_db
#: Columns of a specification that Git says nothing about.
FREE = {
    *("id", "slug", "source_url", "source_branch", "source_state", "source_detail", "enrichment", "unplaced"),
    *("branch", "mirrored_revision", "mirror_problem"),
}


@pytest.fixture
def tiny() -> Specification:
    """A specification with a tag, a baseline and a revision taken from its source that changed something."""
    as_before("three revisions", three_revisions)
    return Specification.objects.get(slug=SLUG)


def three_revisions(source: Path) -> None:
    example_repository(source)
    git(source, "tag", "v1.0")
    specification = imported(source, title="Tiny")
    git(source, "pull", "-q", str(repository_path(SLUG)), "main")
    path = source / "data/objects/tin_visit.yml"
    path.write_text(
        path.read_text().replace("item_ref: VISI001A", "item_ref: VISI001A\n    description: Key of a visit.")
    )
    commit_all(source, "Describe the key of a visit")
    assert sync(specification=specification).state == "current"
    assert specification.revisions.count() == 3
    assert verify(specification=specification) == []


def other(field: Any, value: Any) -> Any:
    """A value that the column takes and does not hold."""
    if isinstance(field, fields.JSONField):
        return {"altered": "by hand"}
    if isinstance(field, fields.BooleanField):
        return not value
    if isinstance(field, fields.DateTimeField):
        return timezone.now()
    if isinstance(field, fields.PositiveIntegerField):
        return value + 7
    if getattr(field, "choices", None):
        return next(choice for choice, _ in field.choices if choice != value)
    if field.name in ("sha", "tree", "parent", "published_revision"):
        return "0" * 40
    return "breaking" if field.name == "change_class" else f"{value}x"


def columns(name: str) -> list[str]:
    model = getattr(models, name)
    if model in COLUMNS:
        return ["address", "position", *COLUMNS[model]]
    names = (field.name for field in model._meta.fields if not field.is_relation)
    return [name for name in names if name not in FREE and (model, name) != (models.SearchEntry, "kind")]


def owned(name: str, specification: Specification) -> Any:
    model = getattr(models, name)
    if model is Specification:
        return Specification.objects.filter(pk=specification.pk)
    path = "revision__specification" if model is models.RevisionChange else "specification"
    return model.objects.filter(**{path: specification})


def alter(name: str, specification: Specification, column: str) -> None:
    rows = owned(name, specification)
    row = rows.last()
    rows.filter(pk=row.pk).update(**{column: other(row._meta.get_field(column), getattr(row, column))})


@pytest.mark.parametrize("name", models.PROJECTED)
def test_verify_finds_any_altered_column_and_rebuild_mends_it(tiny: Specification, name: str) -> None:
    for column in columns(name):
        with transaction.atomic():
            alter(name, tiny, column)
            assert verify(specification=tiny), column
            transaction.set_rollback(True)
    for column in columns(name):
        alter(name, tiny, column)
    rebuild(specification=tiny)
    assert verify(specification=tiny) == []


@pytest.mark.parametrize("name", [name for name in models.PROJECTED if name != "Specification"])
def test_verify_finds_and_rebuild_mends_a_removed_row(tiny: Specification, name: str) -> None:
    owned(name, tiny).last().delete()
    assert verify(specification=tiny)
    rebuild(specification=tiny)
    assert verify(specification=tiny) == []


def test_verify_finds_and_rebuild_removes_an_added_row(tiny: Specification) -> None:
    parent = models.DataObject.objects.get(specification=tiny, name="tin_visit")
    Item.objects.create(specification=tiny, address="items/EVIL", position=9, data_object=parent, name="evil")
    Release.objects.create(specification=tiny, tag="v9", version="9", sha="a" * 40, released_at=timezone.now())
    assert len(verify(specification=tiny)) == 2
    rebuild(specification=tiny)
    assert verify(specification=tiny) == []


def test_verify_finds_an_item_that_hangs_on_another_object(tiny: Specification) -> None:
    parent = models.DataObject.objects.get(specification=tiny, name="tin_visit")
    Item.objects.filter(address="items/PERS002A").update(data_object=parent)
    assert any("PERS002A" in line for line in verify(specification=tiny))


def altered_commit(repository: Repository, parent: str) -> str:
    who = Author("Eve", "eve@example.org")
    changes: dict[str, bytes | None] = {"data/categories/broken.yml": b"- [other bytes\n"}
    return repository.commit_tree(parent, changes, author=who, committer=who, when=timezone.now(), message="By hand")


def moved_branch(specification: Specification) -> None:
    with Folder(repository_path(SLUG)) as folder:
        head = folder.head()
        folder.move_refs({"refs/heads/main": (head, altered_commit(Repository(folder), head))})


def moved_back(specification: Specification) -> None:
    imported = repository_of(SLUG).ref(IMPORTED)
    with Folder(repository_path(SLUG)) as folder:
        folder.move_refs({"refs/heads/main": (folder.head(), imported)})


def renamed_branch(_: Specification) -> None:
    with Folder(repository_path(SLUG)) as folder:
        folder.name_branch("elsewhere")


def moved_reference(_: Specification) -> None:
    git(repository_path(SLUG), "update-ref", IMPORTED, "HEAD")


def lost_object(_: Specification) -> None:
    _blob_file().unlink()


def rotten_object(_: Specification) -> None:
    file = _blob_file()
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"blob 3\0abc"))


def _blob_file() -> Path:
    path = repository_path(SLUG)
    name = git(path, "rev-parse", "HEAD:data/categories/broken.yml")
    for pack in (path / "objects" / "pack").glob("*.pack"):
        moved = pack.rename(path / pack.name)
        pack.with_suffix(".idx").unlink()
        with moved.open("rb") as stream:
            subprocess.run(["git", "unpack-objects", "-q"], cwd=path, stdin=stream, check=True)
        moved.unlink()
    return path / "objects" / name[:2] / name[2:]


def other_bytes_published(specification: Specification) -> None:
    sha = altered_commit(repository_of(SLUG), specification.published_revision)
    Specification.objects.filter(pk=specification.pk).update(published_revision=sha)


def commit_of_nobody(specification: Specification) -> None:
    altered_commit(repository_of(SLUG), specification.published_revision)


def lost_row(specification: Specification) -> None:
    specification.git_objects.filter(kind="blob").first().delete()  # type: ignore[union-attr]


def lost_commit(specification: Specification) -> None:
    specification.git_objects.filter(kind="commit").first().delete()  # type: ignore[union-attr]


def rotten_row(specification: Specification) -> None:
    specification.git_objects.filter(kind="tree").update(data=zlib.compress(b"other"))


@pytest.mark.parametrize(
    "damage", [moved_branch, moved_back, renamed_branch, moved_reference, lost_object, rotten_object]
)
def test_verify_finds_an_altered_repository_and_reconcile_mends_it(
    tiny: Specification, damage: Callable[[Specification], None]
) -> None:
    damage(tiny)
    assert verify(specification=tiny)
    with pytest.raises(CommandError, match="differences"):
        call_command("verify_spec", SLUG)
    if damage is moved_branch:
        with pytest.raises(SystemExit):
            call_command("reconcile", SLUG)
    else:
        call_command("reconcile", SLUG)
        assert verify(specification=tiny) == []


@pytest.mark.parametrize("damage", [other_bytes_published, commit_of_nobody, lost_row, lost_commit, rotten_row])
def test_verify_finds_altered_objects(tiny: Specification, damage: Callable[[Specification], None]) -> None:
    damage(tiny)
    assert verify(specification=tiny)
    with pytest.raises(CommandError, match="differences"):
        call_command("verify_spec", SLUG)


def test_rebuild_goes_back_to_what_somebody_decided_on(tiny: Specification) -> None:
    published = tiny.published_revision
    other_bytes_published(tiny)
    call_command("rebuild", SLUG)
    tiny.refresh_from_db()
    assert tiny.published_revision == published


def test_record_refuses_a_commit_that_nobody_decided_on(tiny: Specification) -> None:
    sha = altered_commit(repository_of(SLUG), tiny.published_revision)
    for kind in ("change", "upstream", "baseline", "import"):
        with pytest.raises(NotGoverned):
            record(specification=tiny, sha=sha, kind=kind, change_number="TIN-0001" if kind == "change" else "")
    assert tiny.revisions.latest("number").sha == tiny.published_revision


def test_record_refuses_a_commit_that_does_not_follow(tiny: Specification) -> None:
    repository = repository_of(SLUG)
    sha = altered_commit(repository, repository.ref(IMPORTED))
    Rows(tiny).set_refs({"refs/changes/TIN-0001": sha})
    with pytest.raises(NotGoverned, match="does not follow"):
        record(specification=tiny, sha=sha, kind="change", change_number="TIN-0001")


def test_verify_says_that_the_repository_is_gone(tiny: Specification, repository_root: Path) -> None:
    (repository_root / f"{SLUG}.git").rename(repository_root / "elsewhere.git")
    assert "no Git repository" in verify(specification=tiny)[0]


def test_rebuild_leaves_right_rows_and_their_history_alone(tiny: Specification) -> None:
    versions = Item.history.count()
    Item.objects.filter(address="items/PERS002A").update(guidance="By hand")
    before = set(Item.objects.values_list("pk", flat=True))
    assert rebuild(specification=tiny)
    assert set(Item.objects.values_list("pk", flat=True)) == before
    assert Item.history.count() == versions + 1
    assert rebuild(specification=tiny) == []


def test_rebuild_from_an_empty_table_of_revisions(tiny: Specification) -> None:
    wanted = list(tiny.revisions.values_list("number", "sha", "kind"))
    Revision.objects.all().delete()
    call_command("rebuild", SLUG)
    assert list(tiny.revisions.values_list("number", "sha", "kind")) == wanted
    call_command("verify_spec", SLUG)


def test_verify_of_hostile_files_is_clean(tmp_path: Path) -> None:
    files = {
        "data/objects/a.yml": b'nodes:\n- name: "tin\\0null"\n  fields:\n  - name: x\n    item_ref: "A\\ud800"\n'
        b'  - name: x\n    item_ref: A001A\n  - name: y\n    item_ref: A001A\n    guidance: "<script>"\n',
        "data/objects/b.yml": b"nodes:\n- name: " + b"long" * 400 + b"\n  fields:\n  - name: x\n    item_ref: L001A\n",
        "data/categories/c.yml": b"- Yes\n- 012\n- 012\n- ''\n- ''\n- x/y>z~2\n",
    }
    specification = imported(write_files(tmp_path / "source", files))
    assert verify(specification=specification) == []
