"""Taking a specification in: its files as they are with their past, and, where something is to be added, one baseline commit that
only adds lines.

The source is fetched into a repository under a temporary name; what it brought, the baseline and all rows follow in one database
transaction, the repository that others clone last: an import that fails changes nothing.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone

from specs_app.actions import baseline, past
from specs_app.actions.releases import mend_releases
from specs_app.actions.reports import ImportReport, report
from specs_app.actions.revisions import committer, publish
from specs_app.document.problems import Problem
from specs_app.errors import NothingImported
from specs_app.models import Revision, Specification
from specs_app.projection.project import index
from specs_app.repository import remotes
from specs_app.repository.commits import Author
from specs_app.repository.copying import copy, copy_tags
from specs_app.repository.folder import Folder, explained, repository_path
from specs_app.repository.mirror import bring_up
from specs_app.repository.objects import GitError
from specs_app.repository.packs import keep_pack
from specs_app.repository.references import BASELINE, IMPORTED, UPSTREAM, of_branch
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows, stored
from specs_app.repository.sources import SourceRepository, checked, list_folder
from specs_app.tables.wide_table import Unplaced
from specs_app.versions.loading import load
from specs_app.versions.resolve import current
from specs_app.versions.version import Version

DEFAULT_BRANCH = "main"
MESSAGE = "Take the specification in from a folder\n"


@dataclass(frozen=True, slots=True)
class Order:
    """An import as it was asked for, its source checked."""

    slug: str
    source: SourceRepository
    branch: str
    wanted: baseline.Wanted
    author: Author
    when: datetime
    tell: past.Tell = past.silent


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from the source: its branch, its commit, and what was left behind."""

    branch: str
    sha: str
    problems: tuple[Problem, ...] = ()


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
    tell: past.Tell = past.silent,
) -> ImportReport:
    """Take a specification in from a folder or a Git repository, each commit of whose line becomes a revision.

    ``title`` serves where the source states none. ``enrich`` is the path of a CSV inside the source, else of a local file.
    ``restricted`` makes the baseline say that only members read it, so that it is public at no moment. ``when`` dates the commits.
    ``tell`` is given lines that say how far it is.
    The same source again changes nothing; another one under a slug that is taken is refused.
    Raises ``NothingImported`` or ``GitError``; then nothing has changed.
    """
    target = repository_path(slug)
    wanted = baseline.Wanted(title, enrich, restricted)
    order = Order(
        slug, checked(source), branch, wanted, committer(by), when or timezone.now().replace(microsecond=0), tell
    )
    with _workshop(target.parent) as folder:
        if existing := Specification.objects.filter(slug=slug).first():
            return _again(existing, order, folder)
        return _first(order, folder, target)


@contextmanager
def _workshop(root: Path) -> Iterator[Path]:
    """A folder beside the repositories, as there is room."""
    folder = root / f".import-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise GitError("The folder of repositories cannot be written", str(root), "Check SPEC_REPO_ROOT.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _first(order: Order, workshop: Path, target: Path) -> ImportReport:
    """Take the source in, write the rows, all or nothing; then the repository."""
    in_the_way = target.exists()
    with Folder.create(workshop / "source.git") as folder:
        taken = _take(folder, order)
        with transaction.atomic():
            specification, added, left_out = _record(folder, taken, order)
    order.tell("Writing the repository that others clone.")
    mirrored = _mirrored(specification, target if in_the_way else None)
    head = added.version
    told = {(problem.rule, problem.message) for problem in head.problems}
    before = (problem for problem in added.problems if (problem.rule, problem.message) not in told)
    problems = (*taken.problems, *left_out, *before, *head.problems, *mirrored)
    return report(head.document, head.sha, problems, added.unplaced)


def _take(folder: Folder, order: Order) -> Taken:
    if order.source.kind == "git":
        branch = order.branch or remotes.default_branch(folder, order.source.address)
        order.tell(f"Fetching the branch {branch}.")
        return Taken(branch, remotes.fetch(folder, order.source.address, branch))
    branch = order.branch or DEFAULT_BRANCH
    of_branch(branch)
    sha, problems = _folder_commit(folder, order)
    return Taken(branch, sha, problems)


def _folder_commit(folder: Folder, order: Order) -> tuple[str, tuple[Problem, ...]]:
    """A first commit of the files of a plain folder, and what of it was not taken; the same files give the same tree."""
    listing = list_folder(Path(order.source.address))
    if not listing.files:
        raise NothingImported("The folder holds no file that can be taken.", "Give another one.", listing.problems)
    sha = Repository(folder).commit_tree(
        "", listing.files, author=order.author, committer=order.author, when=order.when, message=MESSAGE
    )
    return sha, listing.problems


def _record(folder: Folder, taken: Taken, order: Order) -> tuple[Specification, baseline.Baseline, tuple[Problem, ...]]:
    """The rows: what was fetched, its revisions, and the parts of the document as the newest one has them; with what of its past
    was left out.

    Raises `NothingImported` where the source says nothing.
    """
    specification = _specification(taken, order)
    try:
        Specification.objects.bulk_create([specification])  # its row of history comes below, with the revision
    except IntegrityError as error:
        raise NothingImported(f"{order.slug} was imported meanwhile.", "Look at it first.") from error
    rows = Rows(specification)
    keep_pack(specification, folder, [taken.sha, *folder.refs().values()])
    order.tell("Storing what it says.")
    copy(Repository(folder), rows, taken.sha)
    copy_tags(Repository(folder), rows)
    imported = load(specification, taken.sha)
    _refuse_nothing(imported, taken)
    added = baseline.make(specification, imported, order.wanted, author=order.author, when=order.when)
    specification.unplaced = [asdict(row) for row in added.unplaced]
    Specification.objects.filter(pk=specification.pk).update(unplaced=specification.unplaced)
    rows.set_refs({IMPORTED: imported.sha} | ({BASELINE: added.version.sha} if added.version is not imported else {}))
    left_out = _publish(specification, imported, added.version, order.tell)
    return specification, added, left_out


def _specification(taken: Taken, order: Order) -> Specification:
    follows = order.source.kind == "git"
    return Specification(
        slug=order.slug,
        branch=taken.branch,
        source_url=order.source.address if follows else "",
        source_branch=taken.branch if follows else "",
        source_state=Specification.SourceState.CURRENT if follows else Specification.SourceState.NONE,
        enrichment=order.wanted.table,
    )


def _refuse_nothing(found: Version, taken: Taken) -> None:
    if not (found.document.objects or found.document.categories):
        raise NothingImported(
            "The source holds no data object and no code list that can be read.",
            "Objects are looked for in YAML files below data/objects, schema and the root, code lists below data/categories.",
            (*taken.problems, *found.problems),
        )


def _publish(specification: Specification, imported: Version, head: Version, tell: past.Tell) -> tuple[Problem, ...]:
    """The newest revision is published once all are recorded; what of the past was left out."""
    recorded = past.record(specification, imported, tell)
    authorship = recorded.authorship
    if head is not imported:
        authorship = past.record_next(specification, head, imported, (Revision.Kind.BASELINE, ""))
    index(specification, head)
    publish(specification, authorship)
    mend_releases(specification, authorship)
    return recorded.left_out


def _mirrored(specification: Specification, in_the_way: Path | None) -> list[Problem]:
    """Write the repository; where it cannot be written the specification stands all the same."""
    problems = []
    try:
        if in_the_way:
            problems.append(_set_aside(in_the_way))
        bring_up(specification)
    except GitError as error:
        remedy = error.remedy or "Run `manage.py reconcile`."
        problems.append(Problem("repository-not-written", "warning", error.what, remedy))
    return problems


def _set_aside(repository: Path) -> Problem:
    """Keep a repository that the database did not know before the import under another name."""
    kept = repository.with_name(f"{repository.stem}.aside-{uuid.uuid4().hex[:8]}.git")
    with explained("The repository in the way could not be set aside", str(repository)):
        repository.rename(kept)
    message = f"A repository that the database does not know was in the way; it is kept as {kept.name}."
    return Problem("repository-set-aside", "warning", message, "Remove it if nobody needs it.")


def _again(existing: Specification, order: Order, workshop: Path) -> ImportReport:
    """The report on what is here, where the source is the one that was imported."""
    if not _same_source(existing, order, workshop) or order.wanted.table not in ("", existing.enrichment):
        raise NothingImported(
            f"{existing.slug} is here already, from another source or another state of it.",
            "Use sync_spec to take in what is new in its repository, a change request to change it, or another slug.",
        )
    if order.wanted.restricted and not existing.is_restricted:
        raise NothingImported(
            f"{existing.slug} is here already, and everybody reads it.",
            "Restrict it by a change request (change_settings), or import it under another slug.",
        )
    found = current(existing)
    unplaced = tuple(Unplaced(**row) for row in existing.unplaced)
    return report(found.document, found.sha, found.problems, unplaced, unchanged=True)


def _same_source(existing: Specification, order: Order, workshop: Path) -> bool:
    """Whether the source says what was imported from it, or what was last taken in."""
    known = stored(existing)
    imported = known.ref(IMPORTED)
    with Folder.create(workshop / "again.git") as folder:
        if order.source.kind == "git":
            branch = order.branch or remotes.default_branch(folder, order.source.address)
            return remotes.head_of(folder, order.source.address, branch) in {
                imported,
                known.ref(f"{UPSTREAM}/{branch}"),
            }
        sha, _ = _folder_commit(folder, order)
        return Repository(folder).tree_of(sha) == known.tree_of(imported)
