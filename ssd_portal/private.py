"""Folders and files that belong to the portal's own account alone: accounts, sessions, drafts and letters lie in them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

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


def exposed(folder: Path) -> bool:
    """Whether other accounts have rights on the folder."""
    return bool(folder.stat().st_mode & 0o077)


def _close(path: Path) -> None:
    # It may be gone meanwhile, as the files beside a database are when its last user leaves.
    with suppress(OSError):
        found = path.stat().st_mode
        if found & 0o077:
            path.chmod(found & 0o700)
