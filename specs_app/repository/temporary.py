"""What a command of Git is given for a moment: its standard input, and files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def standard_input(data: bytes) -> Iterator[BinaryIO]:
    """Something to read these bytes from."""
    with tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        yield source


@contextmanager
def files(*contents: bytes) -> Iterator[list[str]]:
    """The paths of files that hold these bytes, in the same order."""
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place) / str(number) for number in range(len(contents))]
        for path, data in zip(paths, contents, strict=True):
            path.write_bytes(data)
        yield [str(path) for path in paths]
