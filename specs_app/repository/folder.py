"""A bare repository on the disk: the one place where Git runs, commands by GitPython, their errors put into words.

Nothing a person typed becomes an option or a revision expression of Git: commits are named by full SHA, references by names
that were checked.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from configparser import Error as ConfigError
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, Self

import git
from django.conf import settings
from git.exc import GitCommandError
from git.exc import GitError as GitPythonError

from specs_app.repository import loose
from specs_app.repository.objects import MAX_FILE_BYTES, GitError, Stored, checked_reference, checked_sha
from specs_app.repository.references import of_branch
from specs_app.repository.temporary import files, standard_input

#: Commands on our own repositories read no configuration but the repository's, so that equal input gives equal objects.
_QUIET = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
    # A reference that another process is writing is waited for, in milliseconds.
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "core.filesRefLockTimeout",
    "GIT_CONFIG_VALUE_0": "5000",
}
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
#: Addresses of the portal itself: a specification called so could not be reached.
RESERVED = frozenset({"account", "accounts", "admin", "api", "healthz", "readyz", "static"})
#: What `git fsck` says of something that is not there, or not whole; and of what is whole, and was written oddly by somebody else.
_FAULTS = ("missing ", "broken link", "error: ", "fatal: ")
_ODD = ("error in ", "warning in ")
#: Seconds by which the clock of a file system may be behind.
CLOCK_STEP = 2


def repository_path(slug: str) -> Path:
    """Where the repository of a specification lies."""
    if not _SLUG.fullmatch(slug) or slug in RESERVED:
        raise GitError(
            f"{slug!r} is no name for a specification",
            remedy="Use lower-case letters, digits and hyphens, at most 63 of them, and no address of the portal's own.",
        )
    return Path(settings.SPEC_REPO_ROOT) / f"{slug}.git"


class Folder:
    """One bare repository. Use as a context manager: leaving it ends the reading process that Git keeps open."""

    def __init__(self, path: Path) -> None:
        try:
            self._repo = git.Repo(path)
        except (GitPythonError, ConfigError, OSError, ValueError) as error:
            raise GitError("There is no Git repository", str(path), "Run `manage.py reconcile`.") from error
        self._repo.git.update_environment(GIT_NO_REPLACE_OBJECTS="1")
        self.path = path
        #: Files that were written and whose folders are not on the disk yet.
        self._unsettled: set[Path] = set()

    @classmethod
    def create(cls, path: Path, branch: str = "main") -> Self:
        """A bare repository whose HEAD names ``branch``; one that is there gets back what it lacks of its own files."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with explained("The repository could not be made", str(path)):
            git.Repo.init(path, bare=True).close()
        folder = cls(path)
        folder.name_branch(branch)
        return folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End Git's own processes."""
        self._repo.close()

    @property
    def where(self) -> str:
        return str(self.path)

    # Git

    def git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """What a command of Git says. Raises ``GitError``."""
        with explained(f"Git could not {arguments[0]}", self.where), standard_input(stdin) as source:
            return self.run(list(arguments), stdin=source, env=_QUIET)

    def answer(
        self, arguments: list[str], *, env: Mapping[str, str], kill_after_timeout: float
    ) -> tuple[int, str, str]:
        """How a command ended, below 0 where it was killed, and what it told and said beside; nothing is an error."""
        status, told, said = self._repo.git.execute(
            self._command(arguments),
            env=env,
            kill_after_timeout=kill_after_timeout,
            with_extended_output=True,
            with_exceptions=False,
        )
        return status, str(told), said

    def run(
        self, arguments: list[str], *, env: Mapping[str, str], stdin: BinaryIO | None = None, **options: Any
    ) -> bytes:
        """What a command says under an environment of its own. Errors are those of GitPython; `explained` puts them into words."""
        out: Any = self._repo.git.execute(
            self._command(arguments),
            istream=stdin,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            env=env,
            **options,
        )
        return out if isinstance(out, bytes) else b""

    def merged_text(self, base: bytes, theirs: bytes, ours: bytes) -> bytes | None:
        """Three texts merged line by line as Git does it; None where both sides alter the same lines, or it is no text."""
        with explained("Git could not merge-file", self.where), files(ours, base, theirs) as paths:
            status, out, _ = self._repo.git.execute(
                self._command(["merge-file", "--stdout", "--quiet", *paths]),
                env=_QUIET,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                with_extended_output=True,
                with_exceptions=False,
            )
        return out if status == 0 and isinstance(out, bytes) else None

    def _command(self, arguments: list[str]) -> list[str]:
        return [git.Git.GIT_PYTHON_GIT_EXECUTABLE or "git", f"--git-dir={self.path}", *arguments]

    def unpack(self, pack: BinaryIO) -> None:
        """Take a pack in, durable when this returns."""
        began = time.time() - CLOCK_STEP
        with explained("A pack could not be unpacked", self.where):
            self.run(["index-pack", "--stdin", "--fix-thin"], stdin=pack, env=_QUIET)
        self.settle_all(since=began)

    def pack(self, wanted: Iterable[str], known: Iterable[str], out: IO[bytes]) -> None:
        """Write everything that some commits and tags need and others have not into a file, as Git packs it."""
        names = [*wanted, *(f"^{checked_sha(sha)}" for sha in known)]
        with explained("A pack could not be made", self.where), standard_input("\n".join(names).encode()) as source:
            self.run(["pack-objects", "--quiet", "--revs", "--stdout"], stdin=source, env=_QUIET, output_stream=out)

    def faults(self) -> list[str]:
        """What Git finds lost or torn, in its own words, of all that the references need.

        An object that its author's Git wrote oddly is whole, and no fault.
        """
        command = self._command(["fsck", "--full", "--no-dangling", "--no-progress"])
        with explained("Git could not fsck", self.where):
            status, *said = self._repo.git.execute(
                command, env=_QUIET, with_extended_output=True, with_exceptions=False
            )
        lines = [line.strip() for text in said for line in str(text).splitlines()]
        odd = [line for line in lines if line.startswith(_ODD)]
        found = [line for line in lines if line not in odd and any(word in line for word in _FAULTS)]
        return found or ([] if odd or not status else [f"git fsck ended with {status}"])

    # Objects

    def has(self, sha: str) -> bool:
        """Whether an object is here."""
        try:
            self._repo.git.get_object_header(checked_sha(sha))
        except (ValueError, OSError, GitPythonError):
            self._repo.git.clear_cache()
            return False
        return True

    def names(self) -> set[str]:
        """The names of all objects that are here, sound or not."""
        out = self.git("cat-file", "--batch-check=%(objectname)", "--batch-all-objects")
        return set(out.decode().split())

    def read(self, names: Iterable[str]) -> dict[str, Stored]:
        return {name: found for name in names if (found := self._read(name))}

    def _read(self, name: str) -> Stored | None:
        found = loose.read_loose(self.path, name) or self._packed(name)
        return found if found and found.name == name else None

    def _packed(self, name: str) -> Stored | None:
        try:
            found: Any = self._repo.git.get_object_data(name)
        except (ValueError, OSError, GitPythonError):
            self._repo.git.clear_cache()  # Git's reading process ends at a torn object
            return None
        kind = found[1].decode() if isinstance(found[1], bytes) else str(found[1])
        return Stored(kind, bytes(found[3]))

    def read_files(self, names: Iterable[str]) -> dict[str, bytes | None]:
        wanted = set(names)
        large = {name for name in wanted if self._is_large(name)}
        read = self.read(wanted - large)
        return {**dict.fromkeys(large), **{name: found.data for name, found in read.items()}}

    def _is_large(self, name: str) -> bool:
        try:
            size: Any = self._repo.git.get_object_header(name)[2]
        except (ValueError, OSError, GitPythonError):
            self._repo.git.clear_cache()
            return False  # it is lost, as reading finds
        return int(size) > MAX_FILE_BYTES

    def history(self, newest: str, /) -> dict[str, bytes]:
        if not self.has(newest):
            return {}
        shas = self.git("rev-list", checked_sha(newest)).decode().split()
        return {name: found.data for name, found in self.read(shas).items()}

    def add(self, objects: Mapping[str, Stored]) -> None:
        with explained("An object could not be written", self.where):
            self._unsettled |= {loose.write_loose(self.path, stored) for stored in objects.values()}

    def settle(self, *files: Path) -> None:
        """Make these files durable, and the folders of all that was written: before a name points there."""
        with explained("The repository could not be made durable", self.where):
            for path in files:
                loose.sync(path)
            for folder in loose.folders_of((*self._unsettled, *files), self.path):
                loose.sync(folder)
        self._unsettled.clear()

    def settle_all(self, since: float = 0) -> None:
        """Make everything in the repository durable that was altered after a moment: what Git wrote by itself."""
        with explained("The repository could not be made durable", self.where):
            loose.sync_tree(self.path, since)

    # References

    def name_branch(self, branch: str) -> None:
        """Make ``branch`` the published one."""
        self.git("symbolic-ref", "HEAD", of_branch(branch))
        self.settle(self.path / "HEAD")

    @property
    def branch_ref(self) -> str:
        """The full name of the published branch."""
        return self.git("symbolic-ref", "HEAD").decode().strip()

    def head(self) -> str:
        rows = self.git("for-each-ref", "--format=%(HEAD)%(objectname)", "refs/heads/").decode().splitlines()
        return next((row[1:] for row in rows if row.startswith("*")), "")

    def refs(self, *folders: str) -> dict[str, str]:
        patterns = [checked_reference(f"{folder}/x")[:-1] for folder in folders]
        rows = self.git("for-each-ref", "--format=%(objectname) %(refname)", *patterns).splitlines()
        pairs = (row.partition(b" ") for row in rows)
        return {name.decode(): sha.decode() for sha, _, name in pairs if _is_text(name)}

    def move_refs(self, moves: Mapping[str, tuple[str, str]]) -> None:
        """Have references go from what they name (all zeros: nothing) to another object, all or none; durable afterwards.

        Raises ``GitError`` where one is somewhere else.
        """
        self.settle()
        if not moves:
            return
        lines = [
            b"update %s\0%s\0%s\0" % (name.encode(), new.encode(), old.encode()) for name, (old, new) in moves.items()
        ]
        self.git("update-ref", "--no-deref", "-z", "--stdin", stdin=b"".join(lines))
        self.settle(*(self.path / name for name in moves), self.path / "packed-refs")


def _is_text(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def explained(what: str, where: str) -> Iterator[None]:
    """Errors of Git and of the disk as ``GitError``."""
    try:
        yield
    except GitCommandError as error:
        said = str(error.stderr or "").strip().removeprefix("stderr: ").strip("' \n")
        raise GitError(what, where, f"Git says: {said[:500]}" if said else "") from error
    except OSError as error:
        raise GitError(what, where, f"The repository cannot be used: {error}") from error
