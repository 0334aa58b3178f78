"""The repository on the disk as a mirror of the rows: for those who clone it, and for fetching and pushing.

Nothing depends on it: whatever a kill, a power cut or a full disk leaves is mended from the rows and packs. One worker writes at a
time. An object is on the disk before a reference names it; a torn one is taken away before it is written again, as Git steps over
it. References move together, and the branch only forwards.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from specs_app.jobs.definition import job
from specs_app.models import Specification
from specs_app.repository import leftovers, packs, pushing
from specs_app.repository.folder import Folder, explained, repository_path
from specs_app.repository.loose import loose_path, sync
from specs_app.repository.objects import NO_COMMIT, GitError
from specs_app.repository.remotes import UPSTREAM
from specs_app.repository.rows import BATCH, Rows

PORTAL = "refs/portal/"


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
        with held(specification) as path:
            current = found.get()
            done = _brought_up(current, path, thorough=thorough or not _opens(path))
    except GitError as error:
        found.update(mirror_problem=str(error))
        raise
    problem = "\n".join(done.problems)
    revision = current.published_revision if not problem else current.mirrored_revision
    found.update(mirrored_revision=revision, mirror_problem=problem)
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
            _unpack(folder, specification)
        _write_missing(folder, rows, done)
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
        Folder.create(path, specification.branch).close()
    except GitError:
        (path / "config").unlink(missing_ok=True)
        Folder.create(path, specification.branch).close()
        done.restored.append("config")


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


def _unpack(folder: Folder, specification: Specification) -> None:
    for name in packs.names(specification):
        with packs.opened(specification, name) as pack:
            folder.unpack(pack)


def _write_missing(folder: Folder, rows: Rows, done: Mended) -> None:
    """Have the objects of all rows; what the branch had before counts as restored."""
    missing = sorted(rows.names() - folder.names())
    for start in range(0, len(missing), BATCH):
        folder.add(rows.read(missing[start : start + BATCH]))
    folder.settle()
    mirrored = rows.until(folder.head()) if missing else set[str]()
    done.restored += [f"object {name}" for name in missing if name in mirrored]


def _move_references(folder: Folder, rows: Rows, specification: Specification, done: Mended) -> None:
    """Have the references of the rows, the branch among them."""
    found, here = folder.refs(), folder.names()
    wanted = {name: sha for name, sha in rows.refs().items() if sha in here}
    moves = {name: (found.get(name, NO_COMMIT), sha) for name, sha in wanted.items() if found.get(name) != sha}
    stale = [name for name in found if name.startswith(PORTAL) and name not in wanted]
    moves |= {name: (found[name], NO_COMMIT) for name in stale}
    branch, published = f"refs/heads/{specification.branch}", specification.published_revision
    head = found.get(branch, "")
    if head and not rows.commits.filter(name=head).exists():
        done.problems.append(
            f"The branch of the repository stands at {head[:10]}, which the database does not know; it was not moved."
        )
    elif head != published:
        moves[branch] = (head or NO_COMMIT, published)
        done.moved.append(published)
    folder.move_refs(moves)
    if folder.branch_ref != branch:
        folder.name_branch(specification.branch)
    mirrored = rows.until(head)
    done.restored += [f"reference {name}" for name, (_, sha) in moves.items() if name != branch and sha in mirrored]


def _mend(folder: Folder, specification: Specification, rows: Rows, done: Mended) -> None:
    """Have everything again that was fetched; what Git still misses is a problem."""
    for file in (*folder.path.glob("objects/info/commit-graph*"), *folder.path.glob("objects/pack/multi-pack-index*")):
        file.unlink()
    _unpack(folder, specification)
    _write_missing(folder, rows, done)
    _move_references(folder, rows, specification, done)
    done.problems += [f"Git says: {fault}" for fault in folder.faults()]


def differences(specification: Specification) -> list[str]:
    """What the repository does not hold as the rows have it, in words; what was published since it was last written may lack."""
    path = repository_path(specification.slug)
    found = [f"{torn.relative_to(path)}: the file is torn" for torn in leftovers.torn_references(path)]
    try:
        with Folder(path) as folder:
            found += _differences(folder, specification)
    except GitError as error:
        found.append(str(error))
    return found


def _differences(folder: Folder, specification: Specification) -> Iterator[str]:
    rows, branch = Rows(specification), f"refs/heads/{specification.branch}"
    head, mirrored = folder.head(), specification.mirrored_revision
    if head != mirrored:
        yield f"branch: its head is {head[:12] or 'missing'}, it was last put at {mirrored[:12] or 'nothing'}"
    if folder.branch_ref != branch:
        yield f"branch: the repository publishes {folder.branch_ref}, the database says {specification.branch}"
    here, written = folder.refs(), rows.until(mirrored)
    wanted = {name: sha for name, sha in rows.refs().items() if sha in written and not name.startswith(UPSTREAM)}
    moved = [name for name, sha in wanted.items() if here.get(name) != sha]
    yield from (f"reference {name} is not where it was put" for name in moved)
    yield from (f"object {name[:12]} is lost or torn" for name in sorted(written - folder.read(written).keys()))
    yield from folder.faults()
