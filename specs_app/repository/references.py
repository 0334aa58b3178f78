"""References of one repository: the published branch, tags, and the portal's own.

A reference is durable when the call that moves it returns, and what it names was durable before.
"""

from __future__ import annotations

from pathlib import Path

from specs_app.repository.objects import NO_COMMIT, GitError, RefMoved, checked_reference, checked_sha
from specs_app.repository.runner import GitRunner, explained


class GitReferences(GitRunner):
    """Reads references, and moves them by compare and swap."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._branch_ref = ""

    def name_branch(self, branch: str) -> None:
        """Make ``branch`` the published one."""
        self._git("symbolic-ref", "HEAD", checked_reference(f"refs/heads/{branch}"))
        self._branch_ref = ""
        self.settle(self.path / "HEAD")

    @property
    def branch_ref(self) -> str:
        """The full name of the published branch."""
        self._branch_ref = self._branch_ref or self._git("symbolic-ref", "HEAD").decode().strip()
        return self._branch_ref

    def head(self) -> str:
        """The commit at the tip of the published branch; empty where it has none yet."""
        rows = self._git("for-each-ref", "--format=%(HEAD)%(objectname)", "refs/heads/").decode().splitlines()
        return next((row[1:] for row in rows if row.startswith("*")), "")

    def ref(self, name: str) -> str:
        """The commit a reference names; empty where there is none."""
        out = self._git("for-each-ref", "--format=%(refname) %(objectname)", checked_reference(name)).decode()
        return next((line.split(" ")[1] for line in out.splitlines() if line.split(" ")[0] == name), "")

    def refs(self, *folders: str) -> dict[str, str]:
        """The references below some folders (``refs/changes``) with the objects they name."""
        patterns = [checked_reference(f"{folder}/x")[:-1] for folder in folders]
        out = self._git("for-each-ref", "--format=%(refname) %(objectname)", *patterns)
        return dict(line.split(" ", 1) for line in out.decode("utf-8", "replace").splitlines())

    def tags(self, within: str = "") -> dict[str, str]:
        """The commit of each tag, annotated ones followed to it; only those that ``within`` contains, where it is given."""
        form = "%(refname:strip=2)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)"
        merged = [f"--merged={checked_sha(within)}"] if within else []
        out = self._git("for-each-ref", f"--format={form}", *merged, "refs/tags/").decode("utf-8", "replace")
        rows = [line.split("\0") for line in out.splitlines()]
        direct = {name: sha for name, kind, sha, _, _ in rows if kind == "commit"}
        return direct | {name: peeled for name, _, _, kind, peeled in rows if kind == "commit"}

    def set_ref(self, name: str, new: str, old: str = NO_COMMIT) -> None:
        """Compare and swap: ``name`` goes from ``old`` (all zeros: must not exist) to ``new``, or ``RefMoved`` is raised."""
        swap = (checked_reference(name), checked_sha(new), checked_sha(old))
        with explained("The objects could not be made durable", str(self.path)):
            self.settle()
        try:
            self._git("update-ref", "--no-deref", *swap)
        except GitError as error:
            if (self.ref(name) or NO_COMMIT) == old:
                raise
            where = f"{name} is not at {old[:12]} any more"
            raise RefMoved(where, str(self.path), "Read it again and retry.") from error
        self._settle_reference(name)

    def drop_ref(self, name: str, old: str) -> None:
        """Take a reference away that names ``old``."""
        self._git("update-ref", "--no-deref", "-d", checked_reference(name), checked_sha(old))
        self._settle_reference(name)

    def _settle_reference(self, name: str) -> None:
        with explained(f"{name} could not be made durable", str(self.path)):
            self.settle(self.path / name, self.path / "packed-refs")

    def advance(self, new: str, old: str) -> None:
        """Move the published branch forward by compare and swap."""
        self.set_ref(self.branch_ref, new, old or NO_COMMIT)
