"""After a power cut: what the disk has lost of a repository is made again from what the database knows.

A commit of a change is made again from the stored decision and edits, to the same bytes and so the same SHA. What an import or
the source brought is fetched again where its source still has it. References come from the rows. Nothing is ever published
under another SHA than the recorded one: what cannot be had back is said, object by object.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from changes_app.errors import ChangeError
from changes_app.models import ChangeRequest
from changes_app.proposals import assessment, standard
from changes_app.publication import publisher
from changes_app.record import locks
from changes_app.workflow import Status
from specs_app.models import Revision, Specification
from specs_app.projection.provenance import BASELINE, CHANGES, IMPORTED, TAKEN
from specs_app.repository.leftovers import loose_files, mend_references, stale, torn_objects, torn_references
from specs_app.repository.loose import loose_path
from specs_app.repository.soundness import StoredObject, lost
from specs_app.repository.store import NO_COMMIT, GitError, GitStore, repository_path
from specs_app.versions.loading import load_from
from specs_app.yaml_files.writer import CannotWriteError

BRANCHES, TAGS = "refs/heads", "refs/tags"
_OWN: dict[str, str] = {Revision.Kind.IMPORT: IMPORTED, Revision.Kind.BASELINE: BASELINE}


@dataclass
class Mended:
    """What was cleared away, what was made or put back, and what is lost for good."""

    cleared: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass
class _Proved:
    """The files of a repository when all was sound, and the objects proved; what has not altered is not read again."""

    files: dict[str, tuple[int, int]]
    objects: set[str]


_proved: dict[Path, _Proved] = {}


def repair(*, specification: Specification) -> Mended:
    """Mend what a kill or a power cut has left in a specification's repository. Raises ``GitError`` or ``OSError``."""
    done = Mended()
    path = repository_path(specification.slug)
    _clear(specification, path, done)
    with publisher.open_store(specification) as store:
        files = loose_files(path)
        seen = _seen_before(path, files)
        if seen is not None:
            _complete(store, specification, seen, done)
        _restore_references(store, specification, done)
        if seen is not None and not done.problems:
            _drop_torn(store, specification, seen, done)
            _proved[path] = _Proved(files, seen)
    return done


def _clear(specification: Specification, path: Path, done: Mended) -> None:
    """Leftovers and torn references, with the specification locked: no other part of the portal is writing there."""
    if not (stale(path, time.time()) or torn_references(path)):
        return
    with transaction.atomic():
        locks.lock_specification(specification)
        leftovers = stale(path, time.time())
        for file in leftovers:
            file.unlink(missing_ok=True)
        torn = mend_references(path, specification.branch)
    done.cleared += [str(file.relative_to(path)) for file in (*leftovers, *torn)]


def _seen_before(path: Path, files: dict[str, tuple[int, int]]) -> set[str] | None:
    """The objects that need no second look; None where nothing has altered since all was sound."""
    known = _proved.get(path)
    if known is None or not known.files.items() <= files.items():
        return set()
    return None if known.files == files else known.objects


def _complete(store: GitStore, specification: Specification, seen: set[str], done: Mended) -> None:
    """Have lost objects back; those that cannot be had are problems."""
    missing = _missing(store, specification, seen)
    if not missing:
        return
    if any(row.kind != Revision.Kind.CHANGE for row, _ in missing):
        _fetch_again(store, specification, missing, done)
    with transaction.atomic():
        locks.lock_specification(specification)
        reasons = {row.sha: _make_again(store, row) for row, _ in missing if row.kind == Revision.Kind.CHANGE}
        store.settle()
    seen.clear()
    left = _missing(store, specification, seen)
    still = {part.name for _, parts in left for part in parts}
    done.restored += [str(part) for _, parts in missing for part in parts if part.name not in still]
    done.problems += [_words(row, part, reasons.get(row.sha, "")) for row, parts in left for part in parts]


def _missing(
    store: GitStore, specification: Specification, seen: set[str]
) -> list[tuple[Revision, list[StoredObject]]]:
    """What is lost of the revisions that the database knows, each object told of the oldest that has it."""
    found = [(row, lost(store.read_typed, row.sha, seen)) for row in specification.revisions.order_by("number")]
    return [(row, parts) for row, parts in found if parts]


def _words(row: Revision, part: StoredObject, reason: str) -> str:
    if row.kind == Revision.Kind.CHANGE:
        return f"{row.change_number}: {part} is lost and cannot be made again: {reason or 'it belongs to an earlier revision'}."
    return (
        f"{row.get_kind_display()}: {part} is lost, and no source has it now. Restore the repository from a backup, or make "
        "the source reachable that has it, and run `manage.py reconcile` again."
    )


def _make_again(store: GitStore, row: Revision) -> str:
    """Make the commit of a published change on the parent that it had; why it did not come out the same, if so."""
    known = ChangeRequest.objects.select_related("specification", "proposer", "organisation")
    change = known.filter(specification=row.specification_id, number=row.change_number, status=Status.PUBLISHED).first()
    if change is None:
        return "this database does not hold the change request; restore the repository from a backup"
    try:
        before = load_from(store, row.parent)
        retired = standard.retired_references(change.specification, before=row)
        edits = standard.edits_of(change)
        result = assessment.assess(before.document, edits, known=before.problems, retired=retired)
        sha, _ = publisher.make_commit(store, publisher.decision_of(change), before, result)
    except (GitError, CannotWriteError, ChangeError) as error:
        return str(error)
    return "" if sha == row.sha else f"it would be {sha[:12]} now; restore the repository from a backup"


def _fetch_again(
    store: GitStore, specification: Specification, missing: Iterable[tuple[Revision, list[StoredObject]]], done: Mended
) -> None:
    """Take lost objects from the source, where it is a Git repository that still has them."""
    if not specification.source_url:
        return
    with (
        TemporaryDirectory(dir=store.path.parent, prefix=".again-") as folder,
        GitStore.create(Path(folder) / "source.git", specification.source_branch) as source,
    ):
        try:
            source.fetch(specification.source_url, specification.source_branch)
        except GitError as error:
            done.problems.append(f"The source could not be asked for what is lost: {error}")
            return

        def from_either(name: str) -> tuple[bytes, bytes]:
            try:
                return store.read_typed(name)
            except GitError:
                found = source.read_typed(name)
                store.write_object(*found)
                return found

        seen: set[str] = set()
        for row, _ in missing:
            lost(from_either, row.sha, seen)
        store.settle()


def _restore_references(store: GitStore, specification: Specification, done: Mended) -> None:
    """Put back the references that the rows know: what governs a commit, tags of releases, the branch."""
    if not _astray(store, specification):
        return
    with transaction.atomic():
        specification = locks.lock_specification(specification)
        for name, (sha, old) in _astray(store, specification).items():
            try:
                store.set_ref(name, sha, old)
            except GitError as error:
                done.problems.append(f"{name} cannot be put back at {sha[:12]}: {error}")
            else:
                done.restored.append(f"reference {name}")


def _astray(store: GitStore, specification: Specification) -> dict[str, tuple[str, str]]:
    """References that are not what the rows say, by name: where they belong, and where they are."""
    found = store.refs("refs/portal", CHANGES, TAGS, BRANCHES)
    governing = _governing(specification)
    others = {f"{TAGS}/{tag}": sha for tag, sha in specification.releases.values_list("tag", "sha")}
    if store.branch_ref == f"{BRANCHES}/{specification.branch}":
        others[store.branch_ref] = specification.published_revision
    wrong = {name: sha for name, sha in governing.items() if found.get(name) != sha}
    wrong |= {name: sha for name, sha in others.items() if name not in found}
    return {name: (sha, found.get(name, NO_COMMIT)) for name, sha in wrong.items()}


def _governing(specification: Specification) -> dict[str, str]:
    """The references that say what brought each revision."""
    named = dict[str, str]()
    for row in specification.revisions.order_by("number"):
        if row.kind == Revision.Kind.CHANGE:
            named[publisher.kept_at(row.change_number)] = row.sha
        else:
            named[_OWN.get(row.kind, f"{TAKEN}/{row.sha}")] = row.sha
    return named


def _drop_torn(store: GitStore, specification: Specification, seen: set[str], done: Mended) -> None:
    """Take torn objects away that no published revision needs, and the references that lead to them: what was begun and never
    published is begun anew."""
    if not _torn(store, seen):
        return
    with transaction.atomic():
        specification = locks.lock_specification(specification)
        keep = _governing(specification).keys()
        for name, sha in store.refs(CHANGES, TAKEN, "refs/upstream", "refs/upstream-tags", TAGS).items():
            if name not in keep and lost(store.read_typed, sha, set(seen)):
                store.drop_ref(name, sha)
                done.cleared.append(name)
        for name in _torn(store, seen):
            loose_path(store.path, name).unlink(missing_ok=True)
            done.cleared.append(f"object {name}")


def _torn(store: GitStore, seen: set[str]) -> list[str]:
    return torn_objects(store.path, loose_files(store.path).keys() - seen)
