"""A specification several times its size beside itself as it is: what is flat, what grows with it, and the memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from specs_app.repository.objects import MAX_FILE_BYTES
from tests.performance.at_size import MEMORY
from tests.performance.growth import grown, repository
from tests.performance.measure import Result
from tests.performance.subject import Subject

SIZES = (10, 100)
#: What grows with the specification: at most by this much more than it.
LINEAR = 2
GROWS = (
    *("import", "submit", "votes and publication", "extract script"),
    *("export as JSON", "export as CSV", "items by systems as CSV"),
)
#: What is flat: a page of one thing. A page of a list is of a certain length at most, and counts or filters all that there is.
FLAT, COUNTED = 2.5, 20
ONE_THING = ("item", "object", "item by REST")
#: Megabytes that a process may take, by the size; a reader of all exports included.
MEMORY_LIMITS = {10: 400, 100: 1024}


def bench(subject: Subject) -> Iterator[Result]:
    base = at_size(subject, 1)
    for size in SIZES:
        found = at_size(subject, size)
        for name, seconds in found.items():
            if name != MEMORY:
                limit = size * LINEAR if name in GROWS else FLAT if name in ONE_THING else COUNTED
                yield Result(f"{size} times the size: {name}", seconds, "as it is", base[name], limit)
        yield Result(f"{size} times the size: memory, in MB", found[MEMORY], "what it may take", MEMORY_LIMITS[size], 1)


def at_size(subject: Subject, size: int) -> dict[str, float]:
    """What a process of its own measures (`at_size`)."""
    files = grown(subject, size)
    table = subject.table if subject.table and len(files[subject.table]) <= MAX_FILE_BYTES else ""
    with tempfile.TemporaryDirectory() as folder:
        source = repository(files, Path(folder) / "source.git")
        del files
        own = {"DATABASE_URL": f"sqlite:///{folder}/large.sqlite3", "SPEC_REPO_ROOT": folder}
        command = [sys.executable, "-m", "tests.performance.at_size", str(source), table]
        done = subprocess.run(
            command, env={**os.environ, **own, "LOG_LEVEL": "ERROR"}, stdout=subprocess.PIPE, check=True
        )
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured
