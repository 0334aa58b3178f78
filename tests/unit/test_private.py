"""What the portal stores is its own account's alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from ssd_portal.private import exposed, keep_private, touch_private

ROOT = Path(__file__).resolve().parents[2]


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_new_folder_is_private(tmp_path: Path) -> None:
    keep_private(tmp_path / "var")
    assert mode(tmp_path / "var") == 0o700
    assert not exposed(tmp_path / "var")


def test_old_folder_and_what_lies_in_it_are_mended(tmp_path: Path) -> None:
    var, outside = tmp_path / "var", tmp_path / "outside"
    (var / "repositories").mkdir(parents=True)
    outside.write_text("not the portal's")
    outside.chmod(0o644)
    (var / "link").symlink_to(outside)
    for name in ("portal.sqlite3", "portal.sqlite3-wal", "bench.json"):
        (var / name).write_text("")
        (var / name).chmod(0o664)
    var.chmod(0o755)
    (var / "repositories").chmod(0o777)
    assert exposed(var)
    keep_private(var)
    assert {path.name: mode(path) for path in (var, *var.iterdir()) if not path.is_symlink()} == {
        "var": 0o700,
        "repositories": 0o700,
        "portal.sqlite3": 0o600,
        "portal.sqlite3-wal": 0o600,
        "bench.json": 0o600,
    }
    assert mode(outside) == 0o644


def test_files_beside_a_database_are_private_from_their_first_moment(tmp_path: Path) -> None:
    file = tmp_path / "portal.sqlite3"
    touch_private(file)
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (a)")
        assert {path.name: mode(path) for path in tmp_path.glob("portal*")} == {
            "portal.sqlite3": 0o600,
            "portal.sqlite3-wal": 0o600,
            "portal.sqlite3-shm": 0o600,
        }
    connection.close()


def test_start_closes_the_folder_of_the_portal() -> None:
    var = ROOT / "var"
    var.chmod(0o755)
    subprocess.run([sys.executable, "-c", "import ssd_portal.settings"], cwd=ROOT, env={**os.environ}, check=True)
    assert mode(var) == 0o700
