"""Graphs laid out by processes of their own, each stopped where one graph takes too long.

This process never loads Graphviz: a portal without it serves everything but pictures.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings

from specs_app.publishing.diagrams.engine import LIBRARY_MISSING

log = logging.getLogger(__name__)

#: Seconds that one graph may take, and all of one process.
ONE, ALL = 10, 120


class NoEngine(Exception):
    """Graphviz cannot be loaded here."""


@cache
def engine() -> str:
    """Which Graphviz lays out, as part of the name that a layout is kept by: another may put things elsewhere."""
    try:
        return f"pygraphviz {version('pygraphviz')}"
    except PackageNotFoundError:
        return "none"


def lay_out(graphs: Sequence[str], one: int = ONE, most: float = ALL) -> list[str]:
    """What is kept of the layout of each graph; an empty text where it cannot be laid out. Raises `NoEngine`.

    The graph at which a process ended is passed over, and the next process goes on behind it.
    """
    found: list[str] = []
    while len(found) < len(graphs):
        rest = graphs[len(found) :]
        done = _process(rest, one, most)
        found += done[: len(rest)]
        if len(done) < len(rest):
            found.append("")
    return found


def _process(graphs: Sequence[str], one: int, most: float) -> list[str]:
    """The layouts of the first graphs, up to one that fails."""
    command = [sys.executable, "-m", "specs_app.publishing.diagrams.engine", str(os.getpid()), str(one)]
    text = "".join(json.dumps(graph) + "\n" for graph in graphs)
    try:
        done = subprocess.run(  # noqa: S603 - this very Python, and no word of a reader's
            command, input=text.encode(), capture_output=True, timeout=most, cwd=settings.BASE_DIR, check=False
        )
        said, errors = done.stdout, done.stderr
    except subprocess.TimeoutExpired as late:
        said, errors, done = late.stdout or b"", b"It took too long.", None
    last = errors.decode("utf-8", "replace").strip().rpartition("\n")[2][:300]
    if done and done.returncode == LIBRARY_MISSING:
        raise NoEngine(last)
    lines = said.decode().split("\n")[:-1]
    if len(lines) < len(graphs):
        log.warning("A graph of %d characters was not laid out: %s", len(graphs[len(lines)]), last)
    return lines
