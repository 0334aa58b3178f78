"""A repository: commits, their history and their files, read and made without Git, wherever objects and references lie.

Nothing a person typed becomes a name of an object or a reference unchecked. Files outside the allowed kinds, links and submodules
are never followed; they are listed as problems of the snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from specs_app.repository.commits import Author, Commit, commit_data, parents_of, parse_commit
from specs_app.repository.objects import (
    MAX_DEPTH,
    MAX_FILES,
    TOO_LARGE,
    GitError,
    NoSuchCommit,
    NotReadable,
    Snapshot,
    Stored,
    checked_sha,
    is_read,
    left_unread,
    unusable,
)
from specs_app.repository.references import TAGS
from specs_app.repository.storage import Storage
from specs_app.repository.trees import Entries, TreeFile, checked_paths, listing, parse_tree, subtrees, write_tree

Found = TypeVar("Found")
#: A tag may name a tag; nobody goes further than this.
_TAG_DEPTH = 5


class Repository:
    """Reads one repository, and makes commits in it. What was read is kept while it is in use, as objects never change."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self._raw: dict[str, bytes] = {}
        self._commits: dict[str, Commit] = {}

    # References

    def head(self) -> str:
        """The commit at the tip of the published branch; empty where it has none yet."""
        return self.storage.head()

    def refs(self, *folders: str) -> dict[str, str]:
        """The references below some folders (``refs/changes``), all where none is given, with the objects they name."""
        return self.storage.refs(*folders)

    def ref(self, name: str) -> str:
        """The object that a reference names; empty where there is none."""
        folder = name.rpartition("/")[0]
        return self.storage.refs(folder).get(name, "")

    def tags(self) -> dict[str, str]:
        """The commit of each tag, annotated ones followed to it."""
        found = {name.removeprefix(f"{TAGS}/"): sha for name, sha in self.storage.refs(TAGS).items()}
        peeled = self.peeled(set(found.values()))
        return {name: peeled[sha] for name, sha in found.items() if sha in peeled}

    def peeled(self, names: set[str]) -> dict[str, str]:
        """The commit that each of some objects is, or leads to as an annotated tag."""
        meant = {name: name for name in names}
        for _ in range(_TAG_DEPTH):
            objects = self.storage.read(set(meant.values()))
            tagged = {name: stored.tagged for name, stored in objects.items() if stored.kind == "tag"}
            if not tagged:
                break
            meant = {name: tagged.get(target, target) for name, target in meant.items()}
        return {
            name: target for name, target in meant.items() if target in objects and objects[target].kind == "commit"
        }

    # Commits

    def commit(self, sha: str) -> Commit:
        """The commit of that SHA; raises ``GitError`` where it is not here."""
        if sha not in self._commits:
            if sha not in self._raw:
                self._raw[sha] = self._read_commit(checked_sha(sha))
            self._commits[sha] = parse_commit(sha, self._raw[sha])
        return self._commits[sha]

    def _read_commit(self, sha: str) -> bytes:
        stored = self.storage.read([sha]).get(sha)
        if stored is None or stored.kind != "commit":
            raise NoSuchCommit(f"There is no commit {sha[:12]}", self.storage.where)
        return stored.data

    def has(self, sha: str) -> bool:
        """Whether there is a commit of that SHA."""
        try:
            self.commit(sha)
        except NoSuchCommit:
            return False
        return True

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether ``older`` is ``newer`` or lies in its history; False where one of the two is not here."""
        if older == newer or (newer in self._raw and older in parents_of(self._raw[newer])):
            return True
        return older in self.history(newer)

    def log(self, newest: str, after: str = "", *, first_parent: bool = False) -> list[Commit]:
        """The commits of ``newest`` that ``after`` does not have, newest first, each before all that come before it."""
        hidden = self.history(after) if after else set[str]()
        self._load(newest)
        if first_parent:
            return [self.commit(sha) for sha in self._line(newest) if sha not in hidden]
        return [self.commit(sha) for sha in self._sorted(self.history(newest) - hidden)]

    def _line(self, newest: str) -> Iterator[str]:
        sha: str | None = newest
        while sha in self._raw:
            yield sha
            sha = next(iter(parents_of(self._raw[sha])), None)

    def _sorted(self, shas: set[str]) -> list[str]:
        """Children before parents; of those that are free, the one that was freed last."""
        children = dict.fromkeys(shas, 0)
        for sha in shas:
            for parent in shas.intersection(parents_of(self._raw[sha])):
                children[parent] += 1
        free, found = sorted(sha for sha, count in children.items() if not count), list[str]()
        while free:
            found.append(sha := free.pop())
            for parent in reversed(parents_of(self._raw[sha])):
                if parent in children:
                    children[parent] -= 1
                    free += [] if children[parent] else [parent]
        return found

    def history(self, *shas: str) -> set[str]:
        """Some commits and those before them, as far as they are here."""
        for sha in shas:
            self._load(sha)
        found, stack = set[str](), list(shas)
        while stack:
            one = stack.pop()
            if one not in found and one in self._raw:
                found.add(one)
                stack += parents_of(self._raw[one])
        return found

    def _load(self, newest: str) -> None:
        stack = [newest]
        while stack:
            one = stack.pop()
            if one not in self._raw:
                self._raw |= self.storage.history(newest)
                return
            stack += parents_of(self._raw[one])

    def bases(self, one: str, other: str) -> list[str]:
        """The last commits that two have in common: those that lie in no other such commit's history; sorted."""
        common = self.history(one) & self.history(other)
        parents = {parent for sha in common for parent in parents_of(self._raw[sha])}
        return sorted(common - parents)

    # Files

    def tree_of(self, commit: str) -> str:
        """The tree of a commit."""
        return self.commit(commit).tree

    def snapshot(self, sha: str, known: Mapping[str, bytes] | None = None) -> Snapshot:
        """The files of a commit that the portal reads. What is the same in ``known``, some files at hand, is not read again.

        Equal names of contents mean equal bytes, in any repository.
        """
        entries = self._listed(sha)
        at_hand: dict[str, bytes | None] = {Stored("blob", data).name: data for data in (known or {}).values()}
        wanted = [entry for entry in entries if is_read(entry.path, entry.mode)]
        missing = {entry.name for entry in wanted} - at_hand.keys()
        contents = at_hand | self.read_files(missing)
        files = {entry.path.decode(): data for entry in wanted if (data := contents[entry.name]) is not None}
        reasons = ((entry, unusable(entry.path, entry.mode)) for entry in entries)
        large = {entry.path for entry in wanted if contents[entry.name] is None}
        problems = (
            left_unread(entry.path, reason or TOO_LARGE) for entry, reason in reasons if reason or entry.path in large
        )
        return Snapshot(files, tuple(problems))

    def listed(self, sha: str) -> dict[bytes, TreeFile]:
        """All files of a commit by path, read or not."""
        return {entry.path: entry for entry in self._listed(sha)}

    def _listed(self, sha: str) -> list[TreeFile]:
        tree = self.tree_of(sha)
        return list(listing(self._trees(tree), tree, MAX_FILES))

    def _trees(self, tree: str) -> dict[str, Entries]:
        """A tree and those below it, read level by level."""
        found: dict[str, Entries] = {}
        level = {tree}
        for _ in range(MAX_DEPTH):
            if not level:
                return found
            read = self._found(level, self.storage.read(level))
            found |= {name: parse_tree(stored.data) for name, stored in read.items()}
            level = {name for one in level for name in subtrees(found[one])} - found.keys()
        raise NotReadable(f"Folders lie more than {MAX_DEPTH} deep", self.storage.where, "Take out what is no data.")

    def _found(self, wanted: Iterable[str], read: dict[str, Found]) -> dict[str, Found]:
        """What was read; raises ``GitError`` where something wanted is lost."""
        lost = sorted(set(wanted) - read.keys())
        if lost:
            remedy = "Run `manage.py reconcile`; what it cannot have back comes from a backup."
            raise GitError(f"The contents {lost[0][:12]} cannot be read", self.storage.where, remedy)
        return read

    def read_files(self, names: Iterable[str]) -> dict[str, bytes | None]:
        """Contents of files by name, None for one that is larger than the portal reads; raises ``GitError`` where one is lost."""
        wanted = set(names)
        return self._found(wanted, self.storage.read_files(wanted))

    def read_object(self, name: str) -> bytes:
        """What an object holds; raises ``GitError`` where it is lost."""
        return self._found([name], self.storage.read([name]))[name].data

    def commit_tree(
        self,
        parent: str,
        changes: Mapping[str, bytes | None],
        *,
        author: Author,
        committer: Author,
        when: datetime,
        message: str,
        authored_at: datetime | None = None,
        beside: Sequence[str] = (),
        placed: Mapping[bytes, TreeFile | None] | None = None,
    ) -> str:
        """A commit object on ``parent`` (empty: a first one) with ``changes`` (None deletes); no reference moves.

        A merge has the commits ``beside`` as its other parents; ``placed`` are files of theirs, put there as they are.
        Equal arguments give the equal SHA. Raises ``GitError`` for a path that Git or the portal does not allow.
        """
        files = {**(placed or {}), **checked_paths(changes)}
        made = _Made(self)
        tree = write_tree(made, self.tree_of(parent) if parent else "", files)
        data = commit_data(
            tree=tree,
            parents=[sha for sha in (parent, *beside) if sha],
            author=author,
            authored_at=authored_at or when,
            committer=committer,
            when=when,
            message=message,
        )
        sha = made.write_object("commit", data)
        self.storage.add(made.objects)
        self._raw[sha] = data
        return sha


class _Made:
    """The objects of a commit that is being made, on those that are stored."""

    def __init__(self, repository: Repository) -> None:
        self.objects: dict[str, Stored] = {}
        self.read_object = repository.read_object

    def write_object(self, kind: str, data: bytes) -> str:
        stored = Stored(kind, data)
        self.objects[stored.name] = stored
        return stored.name
