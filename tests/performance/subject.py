"""What the benchmarks measure with: the real specification where it is at hand, else the example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.corpus import CORPUS
from tests.corpus_files import EXAMPLE, files_below


@dataclass(frozen=True, slots=True)
class Subject:
    """A folder of a specification, and its files by path."""

    name: str
    folder: Path
    files: Mapping[str, bytes]


def subject() -> Subject:
    if CORPUS.is_dir():
        return Subject("the real specification", CORPUS, files_below(CORPUS))
    return Subject("the example", EXAMPLE, files_below(EXAMPLE))
