"""The whole suite: what asks the database, on PostgreSQL, then everything on SQLite.

The closing line and the exit status tell both sessions (see `tests/two_databases.py`). Arguments go to pytest. What the tests write
goes to memory where the system has a folder for that, and is cleared away at the end.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/ssd_portal_test"
NO_TESTS = 5
#: One more than there are cores, as each waits for others' processes a part of its time.
WORKERS = min(max(os.cpu_count() or 2, 2) + 1, 8)

#: Where files are kept in memory, and how much must be free there for both sessions: a few hundred MB are used.
MEMORY = Path("/dev/shm")
ENOUGH = 4 * 2**30


def fast_folder() -> Path | None:
    """The folder in memory; None, for the system's own folder, where there is none, or little room, or it runs no programs."""
    if not MEMORY.is_dir() or os.statvfs(MEMORY).f_flag & os.ST_NOEXEC or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free >= ENOUGH else None


def session(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal", *arguments]
    # Hundreds of processes are started by tests: each would compile the portal again where bytecode is not kept.
    environment["PYTHONDONTWRITEBYTECODE"] = ""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory(dir=fast_folder(), prefix="ssd-portal-tests-") as folder:
        os.environ["TMPDIR"] = folder
        results = Path(folder, "results.json")
        url = os.environ.get("TEST_POSTGRES_URL") or POSTGRES
        first = session(
            ["tests/integration", "-m", "not one_database", *arguments], DATABASE_URL=url, RESULTS_OUT=str(results)
        )
        environment = {"RESULTS_IN": str(results)} if results.exists() else {}
        second = session(["tests", *arguments], DATABASE_URL="", **environment)
    return next((code for code in (first, second) if code not in {0, NO_TESTS}), second)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
