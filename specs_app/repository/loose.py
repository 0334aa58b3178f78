"""The files of a repository as the disk holds them: loose objects, and what must be there after a power cut.

Git before 2.36 makes nothing durable but its packs, so that a cut may leave objects and references empty or half. What is
written here is on the disk before anything names it: the file first, then the folders that hold its name.
"""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from specs_app.repository.objects import Stored

#: What a program that is writing an object calls it until it is whole.
UNFINISHED = "tmp_obj_"
_READABLE = 0o444


def loose_path(repository: Path, name: str) -> Path:
    """Where an object lies that is in no pack."""
    return repository / "objects" / name[:2] / name[2:]


def read_loose(repository: Path, name: str) -> Stored | None:
    """The object; None where no file holds exactly what that name promises."""
    try:
        body = zlib.decompress(loose_path(repository, name).read_bytes())
    except (FileNotFoundError, zlib.error):
        return None
    head, _, data = body.partition(b"\0")
    stored = Stored(head.partition(b" ")[0].decode("ascii", "replace"), data)
    return stored if stored.name == name else None


def write_loose(repository: Path, stored: Stored) -> Path:
    """Store an object, in place of a torn one too. The file is durable; its folders are not yet."""
    path = loose_path(repository, stored.name)
    if read_loose(repository, stored.name) is None:
        path.parent.mkdir(exist_ok=True)
        put(path, zlib.compress(stored.body, 1), prefix=UNFINISHED, mode=_READABLE)
    else:
        sync(path)  # whoever wrote it may have been stopped before this
    return path


def put(path: Path, data: bytes, *, prefix: str = ".tmp-", mode: int = 0o644) -> None:
    """A file with these bytes, durable before it takes the place of what is there."""
    with NamedTemporaryFile(dir=path.parent, prefix=prefix, delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
            Path(file.name).rename(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def sync(path: Path) -> None:
    """Wait until a file or a folder is on the disk. What is gone by now needs no waiting for."""
    try:
        number = os.open(path, os.O_RDONLY)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # a file system that cannot do so with folders
            raise
    finally:
        os.close(number)


def folders_of(paths: Iterable[Path], root: Path) -> list[Path]:
    """The folders from those that hold the paths up to ``root``, the deepest first."""
    found = {folder for path in paths for folder in path.parents if folder.is_relative_to(root)}
    return sorted(found, key=lambda folder: (-len(folder.parts), folder))


def sync_tree(root: Path, since: float = 0) -> None:
    """Make everything below ``root`` durable that was altered after a moment (seconds of the epoch)."""
    files = [path for path in _files(root) if path.lstat().st_ctime >= since]
    for path in (*files, *folders_of(files, root)):
        sync(path)


def _files(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in names)
