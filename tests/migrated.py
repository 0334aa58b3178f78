"""One database that has been through all migrations, of which each process of a session gets a copy.

The migrations take eight seconds of a processor, and three processes side by side would each run them. Here one more process runs
them while those three collect their tests. A process that comes before the database is there waits for it, or makes it where
nobody does; a session of one process migrates its own.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import django
import pytest
from django.conf import settings
from django.db import connection

import tests.environment  # noqa: F401  the settings of a test session, where this is a process of its own

#: Names the folder that the processes of a session share.
FOLDER = "MIGRATED_DATABASE"
ROOT = Path(__file__).resolve().parents[1]


def pytest_configure(config: pytest.Config) -> None:
    """Who hands out the tests to several processes has the database made beside them."""
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None):
        return
    folder = Path(mkdtemp(prefix="migrated-"))
    os.environ[FOLDER] = str(folder)
    beside = subprocess.Popen(_command(folder), cwd=ROOT, stderr=subprocess.DEVNULL)
    config.add_cleanup(lambda: _clear_away(folder, beside))


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "tests.migrated", str(folder)]


def _clear_away(folder: Path, beside: subprocess.Popen[bytes]) -> None:
    beside.wait()
    del os.environ[FOLDER]
    if (folder / "done").exists() and connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(_name(folder))}")
    shutil.rmtree(folder, ignore_errors=True)


def hurry(database: dict[str, Any]) -> None:
    """Nothing waits for SQLite's file to be on the disk."""
    options = database.get("OPTIONS", {})
    if "init_command" in options:
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def use_a_copy(patch: pytest.MonkeyPatch) -> None:
    """Have the database of this process begin as a copy of the one that is migrated; the migrations find nothing left to do."""
    if FOLDER not in os.environ:
        return
    folder = Path(os.environ[FOLDER])
    if not (folder / "done").exists():
        subprocess.run(_command(folder), cwd=ROOT, check=True)
    test = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        patch.setitem(test, "TEMPLATE", _name(folder))
    else:
        patch.setattr(connection.creation, "_create_test_db", lambda *_: shutil.copy(_name(folder), test["NAME"]))


def _name(folder: Path) -> str:
    if connection.vendor == "postgresql":
        return f"test_{settings.DATABASES['default']['NAME']}_migrated"
    return str(folder / "migrated.sqlite3")


def make(folder: Path) -> None:
    """Make the database, unless another process has by the time that this one may."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "done").exists():
            return
        hurry(connection.settings_dict)
        connection.settings_dict["TEST"]["NAME"] = _name(folder)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        (folder / "done").touch()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "ssd_portal.settings"
    django.setup()
    make(Path(sys.argv[1]))
