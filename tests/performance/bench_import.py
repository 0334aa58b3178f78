"""Taking a specification in, with nothing known beforehand, beside the C loader's parse of the same files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count

import yaml

from specs_app.actions.imports import import_specification
from specs_app.management.commands.import_spec import seldom_collected
from specs_app.versions.cache import VERSIONS
from specs_app.yaml_files import reader
from specs_app.yaml_files.layout import plan
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject
from tests.versions import WHEN

LIMIT = 20
FLOOR = "C loader"


def bench(subject: Subject) -> Iterator[Result]:
    files = [subject.files[path] for path in plan(subject.files, None).kinds]
    numbers = count(1)
    yield beside(
        "reading the files as a document",
        lambda: read(subject),
        FLOOR,
        lambda: parse(files),
        rounds=5,
        limit=LIMIT,
    )
    yield beside(
        "import: files, repository, baseline, rows with history",
        lambda: take_in(subject, next(numbers)),
        FLOOR,
        lambda: parse(files),
        rounds=5,
        limit=LIMIT,
    )
    if subject.table:
        yield beside(
            "import, enriched by the wide table of items",
            lambda: take_in(subject, next(numbers), enrich=subject.table),
            FLOOR,
            lambda: parse(files),
            rounds=5,
        )


def read(subject: Subject) -> None:
    reader.read(subject.files)


def take_in(subject: Subject, number: int, enrich: str = "") -> None:
    """As the command does it; another time each round, so that no commit has been read before."""
    VERSIONS.clear()
    when = WHEN + timedelta(days=number)
    with seldom_collected():
        import_specification(slug=f"bench-{number}", source=str(subject.folder), enrich=enrich, when=when)


def parse(files: Iterable[bytes]) -> None:
    """What PyYAML alone needs for the files that the import reads; a broken one costs as far as it goes."""
    for data in files:
        with suppress(yaml.YAMLError):
            yaml.load(data, yaml.CSafeLoader)
