"""Trees as Git stores them: the tree of a commit with some files changed, made without starting a process of Git.

The format is Git's own: in each folder the mode, name and hash of what stands in it, sorted by the bytes of the names, folders as
if theirs ended with a slash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol, TypeAlias

from specs_app.repository.objects import GitError, NotReadable, unsafe_path

#: What stands in one folder: mode and name of its contents, by name.
Entries: TypeAlias = dict[bytes, tuple[bytes, str]]

FILE, FOLDER = b"100644", b"40000"
_FILES = (FILE, b"100755")


class ObjectDatabase(Protocol):
    """The objects of a repository, by the hash that names each."""

    def read_object(self, name: str) -> bytes: ...

    def write_object(self, kind: str, data: bytes) -> str: ...


class TreeFile(NamedTuple):
    """A file of a commit: its mode, the name of its contents, its path."""

    mode: bytes
    name: str
    path: bytes


#: Contents by path, or a file that is stored already; None deletes one.
Changes: TypeAlias = Mapping[bytes, "bytes | TreeFile | None"]


def checked_paths(changes: Mapping[str, bytes | None]) -> dict[bytes, bytes | TreeFile | None]:
    """The changes by the bytes of their paths. Raises ``GitError`` for a path that Git or the portal does not allow."""
    found: dict[bytes, bytes | TreeFile | None] = {}
    for path, data in changes.items():
        raw = path.encode("utf-8", "surrogateescape")
        if reason := unsafe_path(raw):
            raise GitError(f"A file cannot be called {path!r}", reason, "Give it another name.")
        found[raw] = data
    return found


def write_tree(objects: ObjectDatabase, tree: str, changes: Changes) -> str:
    """A tree (empty: none) with ``changes`` (None deletes); its name. A file that is there keeps its mode."""
    return _write_folder(objects, tree, changes) or objects.write_object("tree", b"")


def _write_folder(objects: ObjectDatabase, tree: str, changes: Changes) -> str:
    """The same for a folder: empty where nothing is left in it."""
    entries = parse_tree(objects.read_object(tree)) if tree else {}
    below: dict[bytes, dict[bytes, bytes | TreeFile | None]] = {}
    for path, data in changes.items():
        name, slash, rest = path.partition(b"/")
        if slash:
            below.setdefault(name, {})[rest] = data
        elif data is None:
            entries.pop(name, None)
        elif isinstance(data, TreeFile):
            entries[name] = (data.mode, data.name)
        else:
            mode = entries.get(name, (FILE, ""))[0]
            entries[name] = (mode if mode in _FILES else FILE, objects.write_object("blob", data))
    for name, inner in below.items():
        _put_folder(objects, entries, name, inner)
    return objects.write_object("tree", b"".join(_lines(entries))) if entries else ""


def _put_folder(objects: ObjectDatabase, entries: Entries, name: bytes, changes: Changes) -> None:
    mode, old = entries.get(name, (FOLDER, ""))
    if mode != FOLDER and not any(data is not None for data in changes.values()):
        return  # nothing lies below a file, so there is nothing to delete
    new = _write_folder(objects, old if mode == FOLDER else "", changes)
    if new:
        entries[name] = (FOLDER, new)
    else:
        entries.pop(name, None)


def parse_tree(data: bytes) -> Entries:
    """What a tree says. Raises ``NotReadable`` where it is none."""
    at, entries = 0, Entries()
    while at < len(data):
        zero = data.find(b"\0", at)
        if zero < 0 or zero + 21 > len(data):
            raise NotReadable("The list of files of a commit is none that Git writes")
        mode, _, name = data[at:zero].partition(b" ")
        entries[name] = (mode, data[zero + 1 : zero + 21].hex())
        at = zero + 21
    return entries


def subtrees(entries: Entries) -> Iterable[str]:
    """The names of the folders that stand in a folder."""
    return (name for mode, name in entries.values() if mode == FOLDER)


def listing(trees: Mapping[str, Entries], tree: str, limit: int) -> Iterator[TreeFile]:
    """The files below a tree in Git's order; ``trees`` has it and all trees below it.

    Raises ``NotReadable`` where there are more files and folders than ``limit``: a few trees may stand for any number of them.
    """
    stack = [iter([TreeFile(FOLDER, tree, b"")])]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
            continue
        if not limit:
            raise NotReadable(
                "There are more files and folders than the portal reads", tree[:12], "Take out what is no data."
            )
        limit -= 1
        if entry.mode == FOLDER:
            prefix = entry.path + b"/" if entry.path else b""
            below = trees[entry.name].items()
            stack.append(iter([TreeFile(mode, name, prefix + part) for part, (mode, name) in below]))
        else:
            yield entry


def _lines(entries: Entries) -> Iterator[bytes]:
    """The lines of a tree, folders sorted as if their names ended with a slash."""
    for name, (mode, sha) in sorted(entries.items(), key=lambda entry: entry[0] + b"/" * (entry[1][0] == FOLDER)):
        yield b"%s %s\0%s" % (mode, name, bytes.fromhex(sha))
