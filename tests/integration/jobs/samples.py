"""Jobs to try the queue with. What they did stands in files, which all processes see."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

from specs_app.jobs import queue
from specs_app.jobs.definition import job


class NeverAgain(Exception):
    """Trying again is of no use."""


def _write(path: str, word: object) -> None:
    with Path(path).open("a") as file:
        file.write(f"{word}\n")


@job("Write a word")
def write(path: str, word: str) -> None:
    _write(path, word)


@job("Say the process and wait until killed")
def wait(path: str) -> None:
    _write(path, os.getpid())
    time.sleep(120)


@job("Say the process and wait until killed, soon", limit=0.2, attempts=1)
def wait_briefly(path: str) -> None:
    _write(path, os.getpid())
    time.sleep(120)


@job("Say the process and wait until killed, apart", limit=300)
def wait_apart(path: str) -> None:
    wait.call(path)


@job("Wait for a file")
def wait_for(path: str) -> None:
    while not Path(path).exists():
        time.sleep(0.05)


@job("Wait for a file, apart", limit=300)
def wait_for_apart(path: str) -> None:
    wait_for.call(path)


@job("Fail", pause=timedelta(minutes=2))
def fail() -> None:
    raise ValueError("no use")


@job("Fail for good", final=(NeverAgain,))
def fail_for_good() -> None:
    raise NeverAgain("no use at all")


@job("Fail without end", attempts=None)
def fail_without_end() -> None:
    raise ValueError("no use")


@job("End the process", attempts=1, limit=300)
def die() -> None:
    os._exit(7)


@job("Say how far it is")
def tell() -> str:
    queue.report("half done")
    return "all done"
