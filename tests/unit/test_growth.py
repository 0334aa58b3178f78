"""A specification of many copies, as the benchmarks measure it: each copy is whole, and leads nowhere but to itself."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

from specs_app.versions.version import findings_of
from specs_app.yaml_files.reader import read
from tests.corpus_files import EXAMPLE, example_repository
from tests.performance.growth import grown, repository
from tests.performance.subject import Subject, subject

TIMES = 3


def test_copies_are_whole_and_lead_within_themselves() -> None:
    for about in (subject(), Subject("the example", EXAMPLE, example_repository())):
        one, many = (read(grown(about, times)) for times in (1, TIMES))
        for part in ("objects", "relationships", "categories"):
            assert len(getattr(many.document, part)) == TIMES * len(getattr(one.document, part)), part
        assert len(many.document.item_by_ref) == TIMES * len(one.document.item_by_ref)
        pointing = [len(reading.document.parents_of) for reading in (one, many)]
        assert pointing[1] == TIMES * pointing[0]
        found = [Counter(problem.rule for problem in findings_of(reading)) for reading in (one, many)]
        assert found[1].keys() == found[0].keys()
        assert found[1]["dangling-foreign-key"] == TIMES * found[0]["dangling-foreign-key"]


def test_files_are_the_same_each_time_and_so_is_the_commit(tmp_path: Path) -> None:
    about = Subject("the example", EXAMPLE, example_repository())
    assert grown(about, TIMES) == grown(about, TIMES)
    heads = [
        subprocess.run(
            ["git", "-C", repository(grown(about, TIMES), tmp_path / name), "rev-parse", "main"],
            capture_output=True,
            check=True,
        ).stdout
        for name in ("one.git", "two.git")
    ]
    assert heads[0] == heads[1]
