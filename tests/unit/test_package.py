"""What a package is made of is there, and what it needs is what is pinned."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def name_of(requirement: str) -> str:
    return re.split(r"[\[=<>~! ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def test_every_dependency_is_pinned_for_its_own_sake() -> None:
    text = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    blocks = re.findall(r"^([A-Za-z][\w.\-]*)(?:\[.*?\])?==.*?(?=^[A-Za-z]|\Z)", text, re.MULTILINE | re.DOTALL)
    wanted = {name_of(entry) for entry in PROJECT["project"]["dependencies"]}
    assert wanted <= {name.lower() for name in blocks}
    named = re.split(r"^(?=[A-Za-z])", text, flags=re.MULTILINE)
    assert {name_of(block) for block in named if "ssd-portal (pyproject.toml)" in block} == wanted


def test_package_holds_what_lies_beside_the_code() -> None:
    held = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    for folder, place in held.items():
        assert place == f"ssd_portal/shipped/{folder}"
        assert folder == "static/dist" or any((ROOT / folder).iterdir()), folder
