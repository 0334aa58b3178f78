"""One benchmark, on a portal of its own."""

from __future__ import annotations

import logging
import os
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from tests.performance.measure import Result
from tests.performance.subject import subject


def run(name: str) -> list[Result]:
    """Of one benchmark, each shown as soon as it is known."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        return list(map(shown, import_module(f"tests.performance.bench_{name}").bench(subject())))


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


def shown(result: Result) -> Result:
    limit = "" if result.limit is None else f"{result.limit:g}"
    times = f"{result.seconds:>9.4f}{result.floor_seconds:>9.4f}"
    print(f"{result.name:<76}{times}  {result.floor:<22}{result.ratio:>7.2f}{limit:>7}", flush=True)
    return result
