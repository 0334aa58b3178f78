"""What the benchmarks measure with: the real specification where it is at hand, else the example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.corpus import CORPUS
from tests.corpus_files import EXAMPLE, files_below

#: The table of the real specification that knows what its YAML does not.
TABLE = "docs/admin/data_objects_specification.csv"


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder of a specification, its files by path, and the path of the table that enriches it, if there is one."""

    name: str
    folder: Path
    files: Mapping[str, bytes]
    table: str = ""


def subject() -> Subject:
    if CORPUS.is_dir():
        return Subject("the real specification", CORPUS, files_below(CORPUS), TABLE)
    return Subject("the example", EXAMPLE, files_below(EXAMPLE))
