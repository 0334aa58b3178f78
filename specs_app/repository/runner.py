"""The one place where Git runs: commands by GitPython, their errors put into words."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import git
from git.exc import GitCommandError
from git.exc import GitError as GitPythonError

from specs_app.repository import loose
from specs_app.repository.objects import GitError

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
#: Fetching reads the operator's configuration (proxies, credential helpers), asks nobody, and speaks these protocols alone.
FETCHING = {
    "GIT_ALLOW_PROTOCOL": "file:https:ssh:git",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
    "LC_ALL": "C",
}


class GitRunner:
    """Commands on one bare repository. Use as a context manager: leaving it ends the reading process that Git keeps open."""

    def __init__(self, path: Path) -> None:
        try:
            self._repo = git.Repo(path)
        except (GitPythonError, OSError, ValueError) as error:
            raise GitError("There is no Git repository", str(path), "Import the specification again.") from error
        self.path = path
        #: Files that were written and whose folders are not on the disk yet.
        self._unsettled: set[Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End Git's own processes."""
        self._repo.close()

    def _git(self, *arguments: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None) -> bytes:
        with explained(f"Git could not {arguments[0]}", str(self.path)):
            return self._run(list(arguments), stdin=stdin, env={**_QUIET, **(env or {})})

    def _run(
        self, arguments: list[str], *, env: Mapping[str, str], stdin: bytes | None = None, seconds: float | None = None
    ) -> bytes:
        command = [git.Git.GIT_PYTHON_GIT_EXECUTABLE or "git", f"--git-dir={self.path}", *arguments]
        options: dict[str, Any] = {"env": env, "kill_after_timeout": seconds}
        with tempfile.TemporaryFile() as source:
            source.write(stdin or b"")
            source.seek(0)
            out: Any = self._repo.git.execute(
                command, istream=source, stdout_as_string=False, strip_newline_in_stdout=False, **options
            )
        return bytes(out)

    def _kind(self, sha: str) -> str:
        try:
            kind: Any = self._repo.git.get_object_header(sha)[1]
        except (ValueError, OSError, GitPythonError) as error:
            self._repo.git.clear_cache()  # Git's reading process ends at a torn object
            raise GitError(f"There is no object {sha[:12]}", str(self.path)) from error
        return kind.decode() if isinstance(kind, bytes) else str(kind)

    def read_object(self, name: str) -> bytes:
        """What an object holds, by its full name."""
        return self.read_typed(name)[1]

    def read_typed(self, name: str) -> tuple[bytes, bytes]:
        """Kind and contents of an object, proved by its name. Raises ``GitError`` where it is lost, torn or another."""
        try:
            found = loose.read_loose(self.path, name) or self._packed(name)
        except (ValueError, OSError, GitPythonError) as error:
            self._repo.git.clear_cache()
            raise self._lost(name) from error
        if loose.object_name(*found) != name:
            raise self._lost(name)
        return found

    def _packed(self, name: str) -> tuple[bytes, bytes]:
        found: Any = self._repo.git.get_object_data(name)
        return bytes(found[1]), bytes(found[3])

    def _lost(self, name: str) -> GitError:
        remedy = "Run `manage.py reconcile`; what it cannot make again comes from a backup."
        return GitError(f"The contents {name[:12]} cannot be read", str(self.path), remedy)

    def write_object(self, kind: bytes, data: bytes) -> str:
        """Store an object (``blob``, ``tree``, ``commit``); its name. A torn one is replaced."""
        path = loose.write_loose(self.path, kind, data)
        self._unsettled.add(path)
        return path.parent.name + path.name

    def settle(self, *files: Path) -> None:
        """Make these files durable, and the folders of all that was written: before a name points there, and before the
        database says so."""
        for path in files:
            loose.sync(path)
        for folder in loose.folders_of((*self._unsettled, *files), self.path):
            loose.sync(folder)
        self._unsettled.clear()


def init_bare(path: Path) -> None:
    """An empty bare repository."""
    path.parent.mkdir(parents=True, exist_ok=True)
    git.Repo.init(path, bare=True).close()


@contextmanager
def explained(what: str, where: str) -> Iterator[None]:
    try:
        yield
    except GitCommandError as error:
        said = str(error.stderr or "").strip().removeprefix("stderr: ").strip("' \n")
        raise GitError(what, where, f"Git says: {said[:500]}" if said else "") from error
    except OSError as error:
        raise GitError(what, where, f"The repository cannot be used: {error}") from error
