"""Whether a commit is there with all that it needs: every object of its history, each proved by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from specs_app.repository.objects import GitError
from specs_app.repository.trees import FOLDER, parse_tree

#: Gives kind and contents of an object by its name; raises ``GitError`` where it is lost or torn.
Read: TypeAlias = Callable[[str], tuple[bytes, bytes]]
_LINK = b"160000"


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of a commit; ``path`` is empty for the commit itself and for its topmost folder."""

    name: str
    commit: str
    kind: str
    path: str = ""

    def __str__(self) -> str:
        if self.kind == "commit":
            return f"commit {self.commit[:12]}"
        place = f"{self.kind} {self.path}" if self.path else "list of files"
        return f"{place} of commit {self.commit[:12]} (object {self.name[:12]})"


def lost(read: Read, sha: str, seen: set[str]) -> list[StoredObject]:
    """What is lost or torn of a commit and the commits before it; ``seen`` are objects looked at already, and grows."""
    found, stack = [], [StoredObject(sha, sha, "commit")]
    while stack:
        part = stack.pop()
        if part.name in seen:
            continue
        seen.add(part.name)
        try:
            kind, data = read(part.name)
            stack += _parts(part, kind, data)
        except GitError:
            found.append(part)
    return found


def _parts(whole: StoredObject, kind: bytes, data: bytes) -> Iterator[StoredObject]:
    if kind == b"tree":
        for name, (mode, sha) in parse_tree(data).items():
            if mode != _LINK:
                path = f"{whole.path}/{name.decode('utf-8', 'backslashreplace')}".lstrip("/")
                yield StoredObject(sha, whole.commit, "folder" if mode == FOLDER else "file", path)
    elif kind in (b"commit", b"tag"):
        for line in data.partition(b"\n\n")[0].decode("utf-8", "replace").splitlines():
            word, _, named = line.partition(" ")
            if word == "tree":
                yield StoredObject(named, whole.commit, "folder")
            elif word in ("parent", "object"):
                yield StoredObject(named, named, "commit")
