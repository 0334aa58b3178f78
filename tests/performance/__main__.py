"""``python -m tests.performance [name ...]``: every benchmark, or those named, as a table and in ``var/bench.json``.

Exit 1 where a limit is broken. Each works in a process, on a database and with repositories of its own, which are gone afterwards:
none finds what another has left, and what its processes took is its own.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tests.performance.alone import run
from tests.performance.measure import Result
from tests.performance.subject import Subject, subject

BENCHMARKS = ("import", "publication", "pages", "kept", "load", "requests", "growth", "sql", "pdf", "search")
OUTPUT = Path(__file__).resolve().parents[2] / "var" / "bench.json"


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHMARKS):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(BENCHMARKS)}.")
    about = subject()
    print(f"Measured with {about.name}, Python {platform.python_version()}, {os.cpu_count()} processors\n")
    print(f"{'what':<76}{'seconds':>9}{'floor':>9}  {'of what':<22}{'ratio':>7}{'limit':>7}", flush=True)
    results = []
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for name in names or BENCHMARKS:
            results += pool.submit(run, name).result()
    write(about, results)
    broken = [result.name for result in results if not result.holds]
    print(f"\nBroken limits: {', '.join(broken)}" if broken else "\nEvery stated limit holds.")
    return 1 if broken else 0


def write(about: Subject, results: list[Result]) -> None:
    OUTPUT.parent.mkdir(exist_ok=True)
    report = {
        "subject": about.name,
        "python": platform.python_version(),
        "results": [found.as_dict() for found in results],
    }
    OUTPUT.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
