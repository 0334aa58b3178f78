"""Adds the results of an earlier session to this one's closing line.

`scripts/run_tests.py` runs the database tests on PostgreSQL, then everything on SQLite. The first session leaves its
counts in `RESULTS_OUT`; the second reads them from `RESULTS_IN`, so that the last line and the exit status tell both.
"""

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

COUNTED = ("passed", "failed", "error", "skipped", "xfailed")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        return
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if path := os.environ.get("RESULTS_OUT"):
        counts = {kind: len(reporter.stats.get(kind, [])) for kind in COUNTED}
        Path(path).write_text(json.dumps(counts), encoding="utf-8")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if path := os.environ.get("RESULTS_IN"):
        counts = json.loads(Path(path).read_text(encoding="utf-8"))
        terminalreporter.section("first session, on PostgreSQL")
        terminalreporter.line(", ".join(f"{count} {kind}" for kind, count in counts.items() if count))
        _add(terminalreporter.stats, counts)


def _add(stats: dict[str, list[Any]], counts: dict[str, int]) -> None:
    for kind, count in counts.items():
        stats.setdefault(kind, []).extend([SimpleNamespace(count_towards_summary=True)] * count)
