"""The whole suite: what asks the database, on PostgreSQL, then everything on SQLite.

The closing line and the exit status tell both sessions (see `tests/two_databases.py`). Arguments go to pytest.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/ssd_portal_test"
NO_TESTS = 5
#: One more than there are cores, as each waits for others' processes a part of its time.
WORKERS = min(max(os.cpu_count() or 2, 2) + 1, 8)


def session(arguments: list[str], **environment: str) -> int:
    command = [sys.executable, "-m", "pytest", "-n", str(WORKERS), "--dist", "worksteal", *arguments]
    # Hundreds of processes are started by tests: each would compile the portal again where bytecode is not kept.
    environment["PYTHONDONTWRITEBYTECODE"] = ""
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
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
