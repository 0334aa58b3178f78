"""``python -m tests.performance.floor PORT``: an application that does nothing but return the answer in the file `FLOOR`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ssd_portal.serving import prepared

FLOOR = "FLOOR"


def write(file: Path, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
    """The answer that is returned."""
    file.write_text(json.dumps([status, headers, body.hex()]), encoding="utf-8")


def _read() -> tuple[str, list[tuple[str, str]], list[bytes]]:
    status, headers, body = json.loads(Path(os.environ[FLOOR]).read_text(encoding="utf-8"))
    return status, [(name, text) for name, text in headers], [bytes.fromhex(body)] if body else []


if __name__ == "__main__":
    prepared(
        "tests.performance.floor:application", host="127.0.0.1", port=int(sys.argv[1]), workers=1, threads=1
    ).serve()
elif FLOOR in os.environ:
    STATUS, HEADERS, BODY = _read()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    start(STATUS, HEADERS)
    return BODY
