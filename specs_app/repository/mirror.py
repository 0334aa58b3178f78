"""The repository on the disk as a mirror of the rows: for those who clone it, and for fetching and pushing.

Nothing depends on it: whatever a kill, a power cut or a full disk leaves is mended from the rows and packs. One worker writes at a
time. An object is on the disk before a reference names it; a torn one is taken away before it is written again, as Git steps over
it. References move together, and the branch only forwards.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from specs_app.jobs.definition import job
from specs_app.models import Specification
from specs_app.repository import leftovers, packs, pushing
from specs_app.repository.folder import Folder, explained, repository_path
from specs_app.repository.loose import loose_path, sync
from specs_app.repository.objects import NO_COMMIT, GitError, clashes
from specs_app.repository.references import CHANGES, PORTAL, TAGS, UPSTREAM
from specs_app.repository.rows import BATCH, Rows

FOR_GOOD = (f"{CHANGES}/", f"{TAGS}/")
#: Where the repository has the references of the rows alone.
OWN = (f"{PORTAL}/", *FOR_GOOD)


@dataclass
class Mended:
    """What was cleared away, what was put back, whether the branch was behind, and what is wrong for good."""

    cleared: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@contextmanager
def held(specification: Specification) -> Iterator[Path]:
    """The path of the repository, which nobody else of the portal writes meanwhile. The lock ends with the process."""
    path = repository_path(specification.slug)
    with explained("The folder of repositories cannot be written", str(path.parent)):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path.with_name(f".{path.stem}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield path
    finally:
        os.close(lock)


@job("Write a repository", attempts=None, longest_pause=timedelta(minutes=10), priority=10)
def follow(slug: str) -> None:
    """Bring the repository of a specification up after a publication; where that fails it is tried again without end."""
    bring_up(Specification.objects.get(slug=slug))


def bring_up(specification: Specification, *, thorough: bool = False) -> Mended:
    """Have the repository hold what the rows hold, its branch at the published revision.

    ``thorough`` reads all of it, as after a power cut; a folder that Git cannot open is always read so. Raises ``GitError``.
    """
    found = Specification.objects.filter(pk=specification.pk)
    try:
        with held(specification) as path, explained("The repository could not be written", str(path)):
            current = found.get()
            done = _brought_up(current, path, thorough=thorough or not _opens(path))
            revision = current.mirrored_revision if done.problems else current.published_revision
            found.update(mirrored_revision=revision, mirror_problem="\n".join(done.problems))
    except GitError as error:
        found.update(mirror_problem=str(error))
        raise
    pushing.queue_if_due(current)
    return done


def _opens(path: Path) -> bool:
    try:
        with Folder(path) as folder:
            return bool(folder.head())
    except GitError:
        return False


def _brought_up(specification: Specification, path: Path, *, thorough: bool) -> Mended:
    done, rows = Mended(), Rows(specification)
    if thorough:
        _clear(path, specification, done)
    with Folder(path) as folder:
        if thorough:
            _drop_torn(folder, done)
        if not any(folder.path.glob("objects/??/*")) and not any(folder.path.glob("objects/pack/*.pack")):
            _unpack(folder, specification, done)
        _restore_missing(folder, rows, done)
        _move_references(folder, rows, specification, done)
        if thorough and folder.faults():
            _mend(folder, specification, rows, done)
    return done


def _clear(path: Path, specification: Specification, done: Mended) -> None:
    """Take away what nobody is at work on any more, and have Git's own files where they are lost or torn."""
    for part in ("objects", "refs"):
        (path / part).mkdir(parents=True, exist_ok=True)
    for file in leftovers.stale(path, time.time()):
        file.unlink(missing_ok=True)
        done.cleared.append(str(file.relative_to(path)))
    done.cleared += [str(file.relative_to(path)) for file in leftovers.mend_references(path, specification.branch)]
    try:
        _make(path, specification.branch)
    except GitError:
        (path / "config").unlink(missing_ok=True)
        _make(path, specification.branch)
        done.restored.append("config")


def _make(path: Path, branch: str) -> None:
    """Have Git's own files, and take no push."""
    with Folder.create(path, branch) as folder:
        folder.git("config", "receive.hideRefs", "refs")


def _drop_torn(folder: Folder, done: Mended) -> None:
    """Take files away that hold no object or no pack, so that they can be written again."""
    torn = [
        loose_path(folder.path, name)
        for name in leftovers.torn_objects(folder.path, leftovers.loose_files(folder.path))
    ]
    for index in sorted((folder.path / "objects" / "pack").glob("*.idx")):
        try:
            folder.git("verify-pack", str(index))
        except GitError:
            torn += sorted(index.parent.glob(f"{index.stem}.*"))
    torn += [
        pack for pack in (folder.path / "objects" / "pack").glob("*.pack") if not pack.with_suffix(".idx").exists()
    ]
    for file in torn:
        file.unlink(missing_ok=True)
        sync(file.parent)
        done.cleared.append(str(file.relative_to(folder.path)))


def _unpack(folder: Folder, specification: Specification, done: Mended) -> None:
    """Take in what was fetched. A pack that is damaged is a problem and stops nothing: what the portal reads is in rows too."""
    for name in packs.names(specification):
        try:
            with packs.opened(specification, name) as pack:
                folder.unpack(pack)
        except GitError as error:
            done.problems.append(str(error))


def write_missing(folder: Folder, rows: Rows) -> list[str]:
    """Have the objects of all rows; the names of those that were not here. The caller holds the repository."""
    missing = sorted(rows.names() - folder.names())
    for start in range(0, len(missing), BATCH):
        folder.add(rows.read(missing[start : start + BATCH]))
    folder.settle()
    return missing


def _restore_missing(folder: Folder, rows: Rows, done: Mended) -> None:
    """The same; what the branch had before counts as restored."""
    missing = write_missing(folder, rows)
    mirrored = rows.until(folder.head()) if missing else set[str]()
    done.restored += [f"object {name}" for name in missing if name in mirrored]


def _move_references(folder: Folder, rows: Rows, specification: Specification, done: Mended) -> None:
    """Have the references of the rows, the branch among them; what else stands in their place is taken away.

    A branch that the database does not know may be ahead of it, after an older copy was restored: then nothing that may tell of
    that is taken away.
    """
    found = folder.refs()
    wanted = {name: sha for name, sha in rows.refs().items() if found.get(name) == sha or folder.has(sha)}
    branch = specification.branch_ref
    head = found.get(branch, "")
    known = not head or rows.commits.filter(name=head).exists()
    if known:
        wanted[branch] = specification.published_revision
    else:
        done.problems.append(
            f"The branch of the repository stands at {head[:10]}, which the database does not know; it was not moved. Run "
            "`manage.py reconcile`; if that does not take it in, move the branch back to the published revision."
        )
    foreign = [name for name in found if name not in wanted and (clashes(name, wanted) or name.startswith(OWN))]
    _take_away(folder, {name: found[name] for name in foreign if known or name.startswith(f"{PORTAL}/")}, done)
    moves = {name: (found.get(name, NO_COMMIT), sha) for name, sha in wanted.items() if found.get(name) != sha}
    folder.move_refs(moves)
    if folder.branch_ref != branch:
        folder.name_branch(specification.branch)
    if branch in moves:
        done.moved.append(specification.published_revision)
    mirrored = rows.until(head) if moves else set[str]()
    done.restored += [f"reference {name}" for name, (_, sha) in moves.items() if name != branch and sha in mirrored]


def _take_away(folder: Folder, references: Mapping[str, str], done: Mended) -> None:
    """Before others are written, as Git cannot do both at once."""
    folder.move_refs({name: (sha, NO_COMMIT) for name, sha in references.items()})
    done.cleared += [f"reference {name}" for name in references if not name.startswith(f"{PORTAL}/")]


def _mend(folder: Folder, specification: Specification, rows: Rows, done: Mended) -> None:
    """Have everything again that was fetched; what Git still misses is a problem."""
    for file in (*folder.path.glob("objects/info/commit-graph*"), *folder.path.glob("objects/pack/multi-pack-index*")):
        file.unlink()
    _unpack(folder, specification, done)
    _restore_missing(folder, rows, done)
    _move_references(folder, rows, specification, done)
    done.problems += [f"Git says: {fault}" for fault in folder.faults()]


def differences(specification: Specification) -> list[str]:
    """What the repository does not hold as the rows have it, in words; what was published since it was last written may lack."""
    found = []
    try:
        with held(specification) as path:
            found += [f"{torn.relative_to(path)}: the file is torn" for torn in leftovers.torn_references(path)]
            with Folder(path) as folder:
                found += _differences(folder, Specification.objects.get(pk=specification.pk))
    except GitError as error:
        found.append(str(error))
    return found


def _differences(folder: Folder, specification: Specification) -> Iterator[str]:
    rows, branch = Rows(specification), specification.branch_ref
    head, mirrored = folder.head(), specification.mirrored_revision
    if head != mirrored:
        yield f"branch: its head is {head[:12] or 'missing'}, it was last put at {mirrored[:12] or 'nothing'}"
    if folder.branch_ref != branch:
        yield f"branch: the repository publishes {folder.branch_ref}, the database says {specification.branch}"
    here, written, known = folder.refs(), rows.until(mirrored), rows.refs()
    wanted = {name: sha for name, sha in known.items() if sha in written and not name.startswith(UPSTREAM)}
    moved = [name for name, sha in wanted.items() if here.get(name) != sha]
    yield from (f"reference {name} is not where it was put" for name in moved)
    foreign = [name for name in here if name.startswith(FOR_GOOD) and name not in known]
    yield from (f"reference {name} is none of the portal's" for name in foreign)
    yield from (f"object {name[:12]} is lost or torn" for name in sorted(written - folder.read(written).keys()))
    yield from folder.faults()
