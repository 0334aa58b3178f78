"""Folders and files that belong to the portal's own account alone: accounts, sessions, drafts and letters lie in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ssd_portal.environment import SettingProblem

FOLDER, FILE = 0o700, 0o600


def keep_private(folder: Path) -> None:
    """Make the folder, and take every right on it and on what lies directly in it from other accounts.

    What cannot be altered stays (another account's, a file system without rights); `exposed` then says so.
    """
    folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    for path in (folder, *folder.iterdir()):
        if not path.is_symlink() or path == folder:
            _close(path)


def touch_private(file: Path) -> None:
    """Make an empty file for this account alone where there is none: SQLite gives its own rights to the files beside it."""
    with suppress(OSError):
        file.touch(mode=FILE, exist_ok=True)
        _close(file)


def exposed(path: Path) -> bool:
    """Whether other accounts have rights on a file or folder."""
    return bool(path.stat().st_mode & 0o077)


def names_a_file(given: str) -> bool:
    """Whether a setting is the whole path of a file that this account can read."""
    path = Path(given)
    return path.is_absolute() and path.is_file() and os.access(path, os.R_OK)


def problems_of_secret(name: str, given: str) -> Iterator[SettingProblem]:
    """What is wrong with the file of a secret, ``given`` as the setting ``name``."""
    path = Path(given)
    if not names_a_file(given):
        yield SettingProblem(name, "It names no file that this account can read.", "Write the whole path of the file.")
    elif path.stat().st_uid == os.getuid() and exposed(path):
        yield SettingProblem(name, "Other accounts can read the file that it names.", "Give it mode 600.")


def _close(path: Path) -> None:
    # It may be gone meanwhile, as the files beside a database are when its last user leaves.
    with suppress(OSError):
        found = path.stat().st_mode
        if found & 0o077:
            path.chmod(found & 0o700)
