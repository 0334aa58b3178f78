"""One bare repository: commits, trees and files, read and written by plumbing alone, without a work tree.

Git itself is started by ``repository.runner`` and nowhere else. Objects are made without it (``trees``, ``loose``).

Nothing a person typed becomes an option or a revision expression of Git: commits are named by full SHA, references by names
checked here, sources by addresses checked in ``specs_app.repository.sources``. Files outside the allowed kinds, links and
submodules are never followed; they are listed as problems of the snapshot.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from specs_app.repository.loose import object_name, sync_tree
from specs_app.repository.objects import (
    LOG_FORMAT,
    MAX_FILE_BYTES,
    MAX_FILES,
    NO_COMMIT,
    QUARANTINED,
    READ_ENDINGS,
    SHORT_SHA,
    Author,
    Commit,
    GitError,
    Listed,
    NoSuchCommit,
    RefMoved,
    Snapshot,
    checked_reference,
    checked_sha,
    ending,
    identity,
    judge,
    parse_commit,
    parse_entry,
)
from specs_app.repository.references import GitReferences
from specs_app.repository.runner import FETCHING, explained, init_bare
from specs_app.repository.trees import checked_paths, write_tree

__all__ = [
    "MAX_FILE_BYTES",
    "NO_COMMIT",
    "QUARANTINED",
    "Author",
    "Commit",
    "GitError",
    "GitStore",
    "NoSuchCommit",
    "RefMoved",
    "Snapshot",
    "repository_path",
]

FETCH_SECONDS = 300
#: Seconds by which the clock of a file system may be behind.
CLOCK_STEP = 2

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
#: Addresses of the portal itself: a specification called so could not be reached.
RESERVED = frozenset({"account", "accounts", "admin", "api", "healthz", "readyz", "static"})


def repository_path(slug: str) -> Path:
    """Where the repository of a specification lies."""
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise GitError(
            f"{slug!r} is no name for a specification",
            remedy="Use lower-case letters, digits and hyphens, at most 63 of them, and no address of the portal's own.",
        )
    return Path(settings.SPEC_REPO_ROOT) / f"{slug}.git"


class GitStore(GitReferences):
    """One bare repository. Use as a context manager: leaving it ends the reading process that Git keeps open."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        # What cannot change, asked of Git once while the repository is open.
        self._commits: dict[str, Commit] = {}
        self._listings: dict[str, list[Listed]] = {}

    @classmethod
    def create(cls, path: Path, branch: str) -> GitStore:
        """An empty bare repository whose HEAD names ``branch``."""
        init_bare(path)
        store = cls(path)
        store.name_branch(branch)
        return store

    @property
    def slug(self) -> str:
        """The name of the specification whose repository this is."""
        return self.path.stem

    # Commits

    def resolve(self, text: str) -> str:
        """The full SHA of a commit from a tag's name or at least seven digits of its SHA. Raises ``NoSuchCommit``."""
        tags = self.tags()
        if text in tags:
            return tags[text]
        found = self._commits_beginning(text) if SHORT_SHA.fullmatch(text) else []
        if len(found) != 1:
            why = "More than one commit begins so" if found else "No commit or tag goes by that name"
            raise NoSuchCommit(f"{why}: {text[:60]!r}", remedy="Give a tag or the full SHA of a commit.")
        return found[0]

    def _commits_beginning(self, digits: str) -> list[str]:
        names = self._git("rev-parse", f"--disambiguate={digits}").decode().split()
        return [name for name in names if self._kind(name) == "commit"]

    def has(self, sha: str) -> bool:
        """Whether the repository holds that object."""
        try:
            self._kind(checked_sha(sha))
        except GitError:
            return False
        return True

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether ``older`` is ``newer`` or lies in its history."""
        if newer in self._commits and older in self._commits[newer].parents:
            return True
        try:
            return self._git("rev-list", "--count", checked_sha(older), f"^{checked_sha(newer)}").strip() == b"0"
        except GitError:  # one of the two is not here
            return False

    def commit(self, sha: str) -> Commit:
        """The commit of that SHA, kept once read; raises ``GitError`` where it is not here."""
        if sha not in self._commits:
            found = self._log(["--max-count=1", checked_sha(sha)])
            if not found:
                raise NoSuchCommit(f"There is no commit {sha[:12]}", str(self.path))
            self._commits[sha] = found[0]
        return self._commits[sha]

    def commits(self, shas: Iterable[str]) -> dict[str, Commit]:
        """Some commits by SHA."""
        names = [checked_sha(sha) for sha in dict.fromkeys(shas)]
        return {commit.sha: commit for commit in self._log(["--no-walk=unsorted", *names])} if names else {}

    def log(self, newest: str, after: str = "", *, first_parent: bool = False, limit: int = 0) -> list[Commit]:
        """The commits of ``newest`` that ``after`` does not have, newest first."""
        options = ["--topo-order", *(["--first-parent"] if first_parent else [])]
        options += [f"--max-count={int(limit)}"] if limit else []
        return self._log([*options, checked_sha(newest), *([f"^{checked_sha(after)}"] if after else [])])

    def _log(self, arguments: list[str]) -> list[Commit]:
        # Git would read the head for a file of other names of authors, which may be the very commit that is lost.
        command = ["log", "-z", "--no-mailmap", f"--format={LOG_FORMAT}", *arguments, "--"]
        out = self._git(*command).decode("utf-8", "replace")
        fields = out.split("\0")
        width = LOG_FORMAT.count("%x00") + 1
        return [parse_commit(fields[at : at + width]) for at in range(0, len(fields) - width + 1, width)]

    # Trees

    def tree_of(self, commit: str) -> str:
        """The tree of a commit."""
        return self.commit(commit).tree

    def touch(self, sha: str) -> None:
        """Read a commit and its topmost folder, past everything that is kept in memory. Raises ``GitError``."""
        _, data = self.read_typed(sha)
        self.read_object(data.removeprefix(b"tree ")[: len(NO_COMMIT)].decode("ascii", "replace"))

    def snapshot(self, sha: str, known: Mapping[str, bytes] | None = None) -> Snapshot:
        """The files of a commit that the portal reads. What is the same in ``known``, some files at hand, is not read from Git.

        Equal names of contents mean equal bytes, in any repository.
        """
        entries = self._entries(sha)
        at_hand = {object_name(b"blob", data): data for data in (known or {}).values()}
        if len(entries) > MAX_FILES:
            raise GitError(f"More than {MAX_FILES} files at {sha[:12]}", str(self.path), "Take out what is no data.")
        files, problems = {}, []
        for mode, kind, name, size, raw in entries:
            path, problem = judge(mode, kind, size, raw)
            if problem:
                problems.append(problem)
            elif ending(path) in READ_ENDINGS:
                files[path] = at_hand[name] if name in at_hand else self.read_object(name)
        return Snapshot(files, tuple(problems))

    def _entries(self, commit: str) -> list[Listed]:
        if commit not in self._listings:
            rows = self._git("ls-tree", "-r", "-z", "-l", "--full-tree", checked_sha(commit)).split(b"\0")[:-1]
            self._listings[commit] = [parse_entry(row) for row in rows]
        return self._listings[commit]

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
    ) -> str:
        """A commit object on ``parent`` (empty: a first one) with ``changes`` (None deletes); no reference moves.

        Equal arguments give the equal SHA. Raises ``GitError`` for a path that Git or the portal does not allow.
        """
        files = checked_paths(changes)
        text = message.replace("\0", "").encode("utf-8", "replace")
        with explained("The commit could not be written", str(self.path)):
            tree = write_tree(self, self.tree_of(parent) if parent else "", files)
            lines = [
                b"tree %s\n" % tree.encode(),
                b"parent %s\n" % checked_sha(parent).encode() if parent else b"",
                b"author %s\n" % identity(author, authored_at or when),
                b"committer %s\n\n%s" % (identity(committer, when), text),
            ]
            return self.write_object(b"commit", b"".join(lines))

    # Other repositories

    def fetch(self, source: str, branch: str) -> str:
        """Take a branch and all tags of another repository in, the branch as ``refs/upstream/<branch>``; its commit.

        ``source`` is an absolute path or an address that ``sources.checked`` has let through. Nothing published moves, and a
        tag that is here already keeps its commit. From a shallow clone Git takes nothing, and says so to nobody.
        """
        into = checked_reference(f"refs/upstream/{branch}")
        refspecs = [f"+{checked_reference(f'refs/heads/{branch}')}:{into}", "+refs/tags/*:refs/upstream-tags/*"]
        options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance"]
        began = time.time() - CLOCK_STEP
        with explained(f"Branch {branch!r} could not be fetched", source):
            self._run(["fetch", *options, "--end-of-options", source, *refspecs], env=FETCHING, seconds=FETCH_SECONDS)
        self._take_new_tags()
        self.settle_all(since=began)
        if not (sha := self.ref(into)):
            remedy = "It is a shallow clone: give one that is whole, or run `git fetch --unshallow` in it."
            raise GitError(f"Branch {branch!r} came without its history", source, remedy)
        return sha

    def settle_all(self, since: float = 0) -> None:
        """Make everything in the repository durable that was altered after a moment: what Git wrote by itself."""
        with explained("The repository could not be made durable", str(self.path)):
            sync_tree(self.path, since)

    def _take_new_tags(self) -> None:
        rows = self._git("for-each-ref", "--format=%(refname:strip=2) %(objectname)", "refs/upstream-tags/")
        here = set(self._git("for-each-ref", "--format=%(refname:strip=2)", "refs/tags/").splitlines())
        pairs = [row.split(b" ") for row in rows.splitlines()]
        new = [b"create refs/tags/%s\0%s\0" % (name, sha) for name, sha in pairs if name not in here]
        self._git("update-ref", "--no-deref", "-z", "--stdin", stdin=b"".join(new))

    def remote_head(self, source: str, branch: str) -> str:
        """The commit of another repository's branch as of now; empty where there is none."""
        reference = checked_reference(f"refs/heads/{branch}")
        with explained("The repository could not be reached", source):
            command = ["ls-remote", "--end-of-options", source, reference]
            out = self._run(command, env=FETCHING, seconds=FETCH_SECONDS).decode("utf-8", "replace")
        rows = (line.split("\t") for line in out.splitlines())
        return next((sha for sha, name in rows if name == reference), "")

    def default_branch(self, source: str) -> str:
        """The branch that another repository's HEAD names; ``main`` where it does not say."""
        with explained("The repository could not be reached", source):
            command = ["ls-remote", "--symref", "--end-of-options", source, "HEAD"]
            out = self._run(command, env=FETCHING, seconds=FETCH_SECONDS)
        found = re.search(r"^ref: refs/heads/(\S+)\tHEAD$", out.decode("utf-8", "replace"), re.MULTILINE)
        return found.group(1) if found else "main"
