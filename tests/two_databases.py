"""Adds the results of an earlier session to this one's closing line.

`scripts/run_tests.py` runs the database tests on PostgreSQL, then everything on SQLite. The first session leaves its
reports in `RESULTS_OUT`; the second reads them from `RESULTS_IN`, so that its summary and last line tell both.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

KINDS = ("passed", "failed", "error", "skipped", "xfailed", "xpassed")


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = os.environ.get("RESULTS_OUT")
    if not path or hasattr(session.config, "workerinput"):
        return
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    packed = {kind: [_pack(session.config, report) for report in reporter.stats.get(kind, [])] for kind in KINDS}
    Path(path).write_text(json.dumps(packed), encoding="utf-8")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    path = os.environ.get("RESULTS_IN")
    if not path:
        return
    packed = json.loads(Path(path).read_text(encoding="utf-8"))
    counts = ", ".join(f"{len(reports)} {kind}" for kind, reports in packed.items() if reports)
    terminalreporter.section("with the first session, on PostgreSQL")
    terminalreporter.line(counts or "no tests")
    for kind, reports in packed.items():
        terminalreporter.stats.setdefault(kind, []).extend(_unpack(config, report) for report in reports)


def _pack(config: pytest.Config, report: Any) -> dict[str, Any]:
    """The report without what the test printed: the first session has shown that."""
    report.sections = []
    data: dict[str, Any] = config.hook.pytest_report_to_serializable(config=config, report=report)
    data.pop("node", None)
    data["nodeid"] = f"on PostgreSQL: {data['nodeid']}"
    return data


def _unpack(config: pytest.Config, data: dict[str, Any]) -> Any:
    report = config.hook.pytest_report_from_serializable(config=config, data=data)
    if isinstance(report.longrepr, list):
        report.longrepr = tuple(report.longrepr)  # JSON knows no tuples; pytest's list of skips insists on one
    return report
