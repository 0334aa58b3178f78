"""What a kill or a power cut leaves in a repository: locks that nobody holds, and files that were never finished.

Git tells no one whose a lock is: its age is the only sign. Whoever clears anything holds the specification's lock, so that no
other part of the portal is writing there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from specs_app.repository.loose import UNFINISHED, put, read_loose, sync

#: Git holds a lock for milliseconds, and waits five seconds for one.
STALE_SECONDS = 60
#: A pack is written for as long as it takes to fetch it.
STALE_PACK_SECONDS = 600

_PACKING = ("tmp_pack_", "tmp_idx_", "tmp_rev_", ".tmp-")
_REFERENCE = re.compile(rb"[0-9a-f]{40}\n|ref: refs/[^\0\n]+\n")
_HEAD = re.compile(rb"ref: refs/heads/[^\0\n]+\n")
_PACKED = re.compile(rb"# [^\n]*\n|[0-9a-f]{40} refs/[^\0\n]+\n|\^[0-9a-f]{40}\n")
_NAME = re.compile(r"[0-9a-f]{38}")


def stale(repository: Path, now: float) -> list[Path]:
    """Locks and unfinished files that are too old for anybody to be at work on them."""
    return [path for path, patience in _temporary(repository) if now - _changed(path, now) > patience]


def _temporary(repository: Path) -> Iterator[tuple[Path, int]]:
    for folder, _, names in os.walk(repository):
        for name in names:
            if name.endswith(".lock") or name.startswith(UNFINISHED):
                yield Path(folder, name), STALE_SECONDS
            elif name.startswith(_PACKING):
                yield Path(folder, name), STALE_PACK_SECONDS


def _changed(path: Path, now: float) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:  # it was no leftover
        return now


def torn_references(repository: Path) -> list[Path]:
    """Files of references that hold no reference: emptied, or cut in the middle."""
    if not (repository / "objects").is_dir():
        return []
    files = [Path(folder, name) for folder, _, names in os.walk(repository / "refs") for name in names]
    torn = [path for path in files if path.suffix != ".lock" and not _REFERENCE.fullmatch(_bytes(path))]
    head, packed = repository / "HEAD", repository / "packed-refs"
    wrong_head = [] if _HEAD.fullmatch(_bytes(head)) else [head]
    return [*wrong_head, *([packed] if _packed_lines(packed) != _bytes(packed) else []), *sorted(torn)]


def mend_references(repository: Path, branch: str) -> list[Path]:
    """Take torn references away, so that they can be written again, and name the branch in HEAD; the files."""
    torn = torn_references(repository)
    for path in torn:
        if path == repository / "HEAD":
            put(path, f"ref: refs/heads/{branch}\n".encode())
        elif path == repository / "packed-refs":
            put(path, _packed_lines(path))
        else:
            path.unlink()
        sync(path.parent)
    return torn


def _packed_lines(packed: Path) -> bytes:
    """The lines that are whole. One cut short may look like a shorter name, so it must end."""
    lines = _bytes(packed).splitlines(keepends=True)
    return b"".join(line for line in lines if _PACKED.fullmatch(line))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def loose_files(repository: Path) -> dict[str, tuple[int, int]]:
    """Each object that is in no pack, and each pack, with its size and the moment it was written."""
    found = {}
    for folder in os.scandir(repository / "objects"):
        if folder.is_dir() and (len(folder.name) == 2 or folder.name == "pack"):
            for file in os.scandir(folder.path):
                about = file.stat()
                found[folder.name + file.name] = (about.st_size, about.st_mtime_ns)
    return found


def torn_objects(repository: Path, names: Iterable[str]) -> list[str]:
    """Those of the loose objects so named whose file holds something else."""
    return [name for name in names if _NAME.fullmatch(name[2:]) and read_loose(repository, name) is None]
