"""Folders of files as the reader takes them: path to bytes."""

from functools import lru_cache
from pathlib import Path

from tests.corpus import CORPUS

EXAMPLE = Path(__file__).resolve().parents[1] / "fixtures" / "example"


def files_below(folder: Path) -> dict[str, bytes]:
    """All files below a folder, by their path within it."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@lru_cache(maxsize=1)
def corpus_repository() -> dict[str, bytes]:
    """The real specification."""
    return files_below(CORPUS)


@lru_cache(maxsize=1)
def example_repository() -> dict[str, bytes]:
    """The example specification that comes with the portal."""
    return files_below(EXAMPLE)
