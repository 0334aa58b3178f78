"""Taking a specification in: its files as they are, and one baseline commit that only adds lines.

Everything is built in a repository under a temporary name, inside one database transaction, and renamed into place last: an
import that fails changes nothing.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from specs_app.actions import baseline
from specs_app.actions.releases import mend_releases
from specs_app.actions.reports import ImportReport, report
from specs_app.actions.revisions import add_revision, publish
from specs_app.document.problems import Problem
from specs_app.errors import NothingImported
from specs_app.models import Specification
from specs_app.projection.authorship import BY_IMPORT, Authorship
from specs_app.projection.project import copy_to_history, project
from specs_app.projection.provenance import BASELINE, IMPORTED, facts, origins
from specs_app.repository.loose import sync
from specs_app.repository.sources import SourceRepository, checked, list_folder
from specs_app.repository.store import Author, GitError, GitStore, repository_path
from specs_app.tables.wide_table import Unplaced
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version

DEFAULT_BRANCH = "main"
MESSAGE = "Import the specification from a folder\n"


@dataclass(frozen=True, slots=True)
class Order:
    """An import as it was asked for, its source checked."""

    slug: str
    source: SourceRepository
    branch: str
    wanted: baseline.Wanted
    author: Author
    when: datetime


@dataclass(frozen=True, slots=True)
class Built:
    """A repository under its temporary name, ready to be recorded."""

    branch: str
    imported: Version
    head: Version
    problems: tuple[Problem, ...]
    unplaced: tuple[Unplaced, ...]


def import_specification(
    *,
    slug: str,
    source: str,
    title: str = "",
    enrich: str = "",
    branch: str = "",
    restricted: bool = False,
    by: str = "Import",
    when: datetime | None = None,
) -> ImportReport:
    """Take a specification in from a folder or a Git repository.

    ``title`` serves where the source states none. ``enrich`` is the path of a CSV inside the source, else of a local file.
    ``restricted`` makes the baseline say that only members read it, so that it is public at no moment. ``when`` dates the commits.
    The same source again changes nothing; another one under a slug that is taken is refused.
    Raises ``NothingImported`` or ``GitError``; then nothing has changed.
    """
    target = repository_path(slug)
    wanted = baseline.Wanted(title, enrich, restricted)
    order = Order(slug, checked(source), branch, wanted, _author(by), when or timezone.now().replace(microsecond=0))
    with _workshop(target.parent) as folder:
        if existing := Specification.objects.filter(slug=slug).first():
            return _again(existing, order, folder)
        return _first(order, folder, target)


def _author(name: str) -> Author:
    return Author(name, f"portal@{settings.SITE_HOST}")


@contextmanager
def _workshop(root: Path) -> Iterator[Path]:
    """A folder beside the repositories, so that a rename is all it takes to put the result in place."""
    folder = root / f".import-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise GitError("The folder of repositories cannot be written", str(root), "Check SPEC_REPO_ROOT.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _first(order: Order, folder: Path, target: Path) -> ImportReport:
    """Build in ``folder``, write the rows, and rename the repository to ``target``, all or nothing."""
    path = folder / target.name
    with GitStore.create(path, DEFAULT_BRANCH) as store:
        built = _build(store, order)
        store.settle_all()
        with _set_aside(target) as aside, _in_place(path, target) as put_in_place, transaction.atomic():
            _record(store, order, built)
            put_in_place()
    problems = (*aside, *built.problems, *built.head.problems)
    return report(built.head.document, built.head.sha, problems, built.unplaced)


def _build(store: GitStore, order: Order) -> Built:
    """The source and the baseline on it as commits that the portal's references keep; raises `NothingImported`."""
    branch, imported, problems = _take(store, order)
    found = load_from(store, imported)
    if not (found.document.objects or found.document.categories):
        raise NothingImported(
            "The source holds no data object and no code list that can be read.",
            "Objects are looked for in YAML files below data/objects, schema and the root, code lists below data/categories.",
            (*problems, *found.problems),
        )
    store.set_ref(IMPORTED, imported)
    added = baseline.make(store, found, order.wanted, author=order.author, when=order.when)
    head = added.version
    if head is not found:
        store.set_ref(BASELINE, head.sha)
    store.advance(head.sha, "")
    return Built(branch, found, head, (*problems, *added.problems), added.unplaced)


def _take(store: GitStore, order: Order) -> tuple[str, str, tuple[Problem, ...]]:
    """The branch, the commit taken from the source, and what was left behind."""
    if order.source.kind == "git":
        branch = order.branch or store.default_branch(order.source.address)
        store.name_branch(branch)
        return branch, store.fetch(order.source.address, branch), ()
    branch = order.branch or DEFAULT_BRANCH
    store.name_branch(branch)
    sha, problems = _folder_commit(store, order)
    return branch, sha, problems


def _folder_commit(store: GitStore, order: Order) -> tuple[str, tuple[Problem, ...]]:
    """A first commit of the files of a folder, and what of it was not taken; the same folder gives the same tree."""
    listing = list_folder(Path(order.source.address))
    if not listing.files:
        raise NothingImported("The folder holds no file that can be taken.", "Give another one.", listing.problems)
    sha = store.commit_tree(
        "", listing.files, author=order.author, committer=order.author, when=order.when, message=MESSAGE
    )
    return sha, listing.problems


def _record(store: GitStore, order: Order, built: Built) -> None:
    """The rows: both revisions, and the parts of the document as the newer one has them."""
    follows = order.source.kind == "git"
    specification = Specification(
        slug=order.slug,
        branch=built.branch,
        source_url=order.source.address if follows else "",
        source_branch=built.branch if follows else "",
        source_state=Specification.SourceState.CURRENT if follows else Specification.SourceState.NONE,
        enrichment=order.wanted.table,
        unplaced=[asdict(row) for row in built.unplaced],
    )
    Specification.objects.bulk_create([specification])  # its row of history comes below, with the revision
    known = origins(store)
    for number, version in enumerate(dict.fromkeys((built.imported, built.head)), start=1):
        revision = add_revision(specification, facts(version.commit, known[version.sha]), number)
    authorship = Authorship(revision, because=BY_IMPORT)
    copy_to_history(Specification, [specification.pk], "+", authorship)
    project(specification, built.head, authorship)
    publish(specification, authorship)
    mend_releases(store, specification, authorship)


@contextmanager
def _in_place(path: Path, target: Path) -> Iterator[Callable[[], None]]:
    """Gives the step that renames the repository into place, and takes it back where anything fails afterwards."""
    done = []

    def put() -> None:
        path.rename(target)
        done.append(target)
        sync(target.parent)

    try:
        yield put
    except BaseException:
        for placed in done:
            placed.rename(path)
        raise


@contextmanager
def _set_aside(target: Path) -> Iterator[list[Problem]]:
    """Give way for the import: a repository that the database does not know is kept under another name."""
    if not target.exists():
        yield []
        return
    kept = target.with_name(f"{target.stem}.aside-{uuid.uuid4().hex[:8]}.git")
    target.rename(kept)
    message = f"A repository that the database does not know was in the way; it is kept as {kept.name}."
    try:
        yield [Problem("repository-set-aside", "warning", message, "Remove it if nobody needs it.")]
    except BaseException:
        kept.rename(target)
        raise


def _again(existing: Specification, order: Order, folder: Path) -> ImportReport:
    """The report on what is here, where the source is the one that was imported."""
    with GitStore(repository_path(existing.slug)) as store:
        if not _same_source(store, order, folder) or order.wanted.table not in ("", existing.enrichment):
            raise NothingImported(
                f"{existing.slug} is here already, from another source or another state of it.",
                "Use sync_spec to take in what is new in its repository, a change request to change it, or another slug.",
            )
        if order.wanted.restricted and not existing.is_restricted:
            raise NothingImported(
                f"{existing.slug} is here already, and everybody reads it.",
                "Restrict it by a change request (change_settings), or import it under another slug.",
            )
        found = load_from(store, existing.published_revision)
    unplaced = tuple(Unplaced(**row) for row in existing.unplaced)
    return report(found.document, existing.published_revision, found.problems, unplaced, unchanged=True)


def _same_source(store: GitStore, order: Order, folder: Path) -> bool:
    """Whether the source says what was imported from it, or what was last taken in."""
    imported = store.commit(store.ref(IMPORTED))
    if order.source.kind == "git":
        branch = order.branch or store.default_branch(order.source.address)
        known = {imported.sha, store.ref(f"refs/upstream/{branch}")}
        return store.remote_head(order.source.address, branch) in known
    with GitStore.create(folder / "again.git", DEFAULT_BRANCH) as other:
        sha, _ = _folder_commit(other, order)
        return other.tree_of(sha) == imported.tree
