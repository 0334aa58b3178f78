"""What a power cut does to files that were written and never made durable, and a process that starts after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from specs_app.versions.cache import VERSIONS


def emptied(path: Path) -> None:
    written(path, b"")


def half(path: Path) -> None:
    data = path.read_bytes()
    written(path, data[: len(data) // 2])


def missing(path: Path) -> None:
    path.unlink()


def written(path: Path, data: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(data)


CUTS: tuple[Callable[[Path], None], ...] = (emptied, half, missing)


def files_of(repository: Path) -> dict[str, bytes]:
    """Every file of a repository by its path in it."""
    return {
        str(path.relative_to(repository)): path.read_bytes() for path in sorted(repository.rglob("*")) if path.is_file()
    }


def altered(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The files that are new or other."""
    return [name for name, data in after.items() if before.get(name) != data]


@contextmanager
def spoiled(repository: Path) -> Iterator[None]:
    """What happens to the repository inside is undone."""
    copy = repository.with_suffix(".copy")
    shutil.copytree(repository, copy)
    try:
        yield
    finally:
        shutil.rmtree(repository)
        copy.rename(repository)


def started_again() -> None:
    """Nothing is in memory, as in a process that has just begun."""
    VERSIONS.clear()
