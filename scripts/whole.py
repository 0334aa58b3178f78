"""Whether a virtual environment is whole: a power cut, a full disk or a Python that went may have left a part of it."""

import csv
import subprocess
from pathlib import Path


def is_whole(folder: Path) -> bool:
    """Its Python runs and has pip, and every file that was ever installed is there in its full length.

    Lengths alone are compared: that finds what was cut off, and takes a fraction of a second for ten thousand files.
    """
    installed = list(folder.glob("lib/python3*/site-packages/*.dist-info"))
    return _has_pip(folder / "bin" / "python") and all(_is_complete(package) for package in installed)


#: The Python of an environment without its settings is the system's; one that has given way to another finds no packages.
ASK = "import pip, sys; sys.exit(sys.prefix == sys.base_prefix)"


def _has_pip(python: Path) -> bool:
    return python.exists() and subprocess.run([python, "-c", ASK], capture_output=True).returncode == 0


def _is_complete(package: Path) -> bool:
    """By the list of files and lengths that each package brings; one without was left in the middle of its installation."""
    record = package / "RECORD"
    if not record.is_file():
        return False
    try:
        with record.open(encoding="utf-8", newline="") as rows:
            return all(_length(package.parent / name) == int(length) for name, _, length in csv.reader(rows) if length)
    except (ValueError, csv.Error):  # the list itself was cut off
        return False


def _length(path: Path) -> int | None:
    """None where there is no such file."""
    try:
        return path.stat().st_size
    except OSError:
        return None
