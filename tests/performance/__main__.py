"""``python -m tests.performance [name ...]``: every benchmark, or those named, as a table and in ``var/bench.json``.

Exit 1 where a limit is broken. Works on a database and repositories of its own, which are gone afterwards.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tests.performance.measure import Result
from tests.performance.subject import Subject, subject

BENCHMARKS = ("import", "publication", "pages", "kept", "load", "requests", "growth", "sql", "pdf", "search")
OUTPUT = Path(__file__).resolve().parents[2] / "var" / "bench.json"


def main(names: list[str]) -> int:
    if unknown := set(names) - set(BENCHMARKS):
        sys.exit(f"There is no benchmark {', '.join(sorted(unknown))}. There are: {', '.join(BENCHMARKS)}.")
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        about = subject()
        print(f"Measured with {about.name}, Python {platform.python_version()}, {os.cpu_count()} processors\n")
        results = list(show(about, names or list(BENCHMARKS)))
    write(about, results)
    broken = [result.name for result in results if not result.holds]
    print(f"\nBroken limits: {', '.join(broken)}" if broken else "\nEvery stated limit holds.")
    return 1 if broken else 0


def prepare(folder: Path) -> None:
    """A portal of its own, in a folder."""
    os.environ |= {
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SPEC_REPO_ROOT": str(folder / "repositories"),
    }
    os.environ |= {"DJANGO_SETTINGS_MODULE": "ssd_portal.settings", "DEBUG": "", "ALLOWED_HOSTS": "testserver"}
    os.environ |= {
        "SECRET_KEY": "only-for-benchmarks-" * 3,
        "EMAIL_URL": "dummymail://",
    }
    django.setup()
    # A change is approved while its repository is away, so that its publication can be measured alone: that is logged.
    logging.disable(logging.ERROR)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    call_command("migrate", verbosity=0)


def show(about: Subject, names: list[str]) -> Iterator[Result]:
    print(f"{'what':<76}{'seconds':>9}{'floor':>9}  {'of what':<22}{'ratio':>7}{'limit':>7}")
    for name in names:
        call_command("flush", interactive=False, verbosity=0)  # none finds what another has left
        for result in import_module(f"tests.performance.bench_{name}").bench(about):
            limit = "" if result.limit is None else f"{result.limit:g}"
            times = f"{result.seconds:>9.4f}{result.floor_seconds:>9.4f}"
            print(f"{result.name:<76}{times}  {result.floor:<22}{result.ratio:>7.2f}{limit:>7}", flush=True)
            yield result


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
