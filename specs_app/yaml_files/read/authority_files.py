"""Which file counts where several are about the authority of one code: the live one, then the first by its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs_app.document.paths import of_authority
from specs_app.document.problems import Problem
from specs_app.yaml_files.layout import LayoutPlan
from specs_app.yaml_files.read.authorities import file_code
from specs_app.yaml_files.read.collector import FilePart


def counting(parts: Mapping[str, FilePart]) -> dict[str, str]:
    """The file of each authority by its code, in the order of the codes."""
    found: dict[str, tuple[bool, str]] = {}
    for path, part in parts.items():
        if part.authority is not None:
            claim = (part.authority.stage != "live", path)
            found[part.authority.code] = min(claim, found.get(part.authority.code, claim))
    return {code: found[code][1] for code in sorted(found)}


def shadowed(parts: Mapping[str, FilePart], plan: LayoutPlan, files: Mapping[str, str]) -> Iterator[Problem]:
    """The files whose code another file has, which is the one that counts; one that cannot be read is known by its name."""
    for path, kind in plan.kinds.items():
        if kind != "authorities" or path not in parts:
            continue
        part = parts[path]
        code = part.authority.code if part.authority else file_code(path) if not part.readable else ""
        if code in files and files[code] != path:
            yield _problem(path, code, files[code], dict(part.source_map), readable=part.readable)


def _problem(path: str, code: str, other: str, places: Mapping[str, object], *, readable: bool) -> Problem:
    address = of_authority(code)
    place = places.get(address)
    claim = "is about" if readable else "is named for"
    message = f"{path} {claim} the authority {code}, as is {other}, which counts."
    remedy = "Give each authority one file, under its own code."
    return Problem("repeated-authority", "error", message, remedy, path, getattr(place, "line", 1), address)
