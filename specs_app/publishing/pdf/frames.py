"""How this process and those that set and bind PDFs talk: a line of JSON, then the bytes that it counts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any, TypeAlias

Frame: TypeAlias = tuple[Mapping[str, Any], bytes]


def send(stream: IO[bytes], about: Mapping[str, Any], data: bytes = b"") -> None:
    """Write one frame."""
    stream.write(json.dumps({"about": about, "bytes": len(data)}).encode() + b"\n")
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Frame | None:
    """The next frame; None where the other side has ended."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    head = json.loads(line)
    data = stream.read(head["bytes"])
    return (head["about"], data) if len(data) == head["bytes"] else None
