"""The script of one system beside sqlglot's own time: what it takes sqlglot alone to parse the same text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import sqlglot

from specs_app.codec.yaml_reader import read
from specs_app.sql.builder import generate
from tests.corpus import CORPUS

EXAMPLE = Path(__file__).resolve().parents[2] / "fixtures" / "example"
ROUNDS = 5


def bench_sql() -> tuple[str, float, float]:
    """The name, the seconds of a script with its proof, and the seconds of its floor; the best of some rounds each."""
    folder = CORPUS if CORPUS.is_dir() else EXAMPLE
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    document = read(files).document
    cms = document.settings.cms[0]
    text = generate(document, cms.key).text
    value = _best(lambda: generate(document, cms.key))
    floor = _best(lambda: sqlglot.parse(text, dialect=cms.dialect))
    return f"SQL of {cms.title}, {len(document.objects)} tables", value, floor


def _best(action: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return min(times)
