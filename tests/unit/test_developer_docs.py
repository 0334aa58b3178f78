"""The paths, names of code and links that the developer guide and the decision records give are there."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "developer"
PAGES = sorted(FOLDER.rglob("*.md"))
EACH = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(FOLDER)))
#: What is code of the portal; other names in backticks are keys, commands, or words of a library.
APPS = ("specs_app", "changes_app", "ssd_portal", "tests", "scripts")
#: Folders that set-up or a build makes.
MADE = {"var/", "static/dist/", "ssd_portal/shipped/"}
PATH = re.compile(r"(?:[\w.-]+/)*[\w.-]+\.(?:py|md|mjs|yml|html|toml)|(?:[\w.-]+/)+")
NAME = re.compile(rf"(?:{'|'.join(APPS)})(?:\.\w+)+")


def quoted(page: Path) -> list[str]:
    """The words in backticks, without blocks of code."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    return re.findall(r"`([^`\n]+)`", text)


def prose(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def files() -> tuple[str, ...]:
    """The files of the portal's own folders and of the root, from the root on."""
    folders = (*APPS, "docs", "templates", "static", "fixtures", "requirements", ".github", ".ci")
    found = [path for name in folders for path in (ROOT / name).rglob("*") if path.is_file()]
    return tuple(f"/{path.relative_to(ROOT).as_posix()}" for path in (*found, *ROOT.glob("*.*")))


def is_there(path: str) -> bool:
    """A path from the root, or of a file by its name, or the last parts of its path, where the page has said the rest."""
    if path.partition("/")[0] in {*APPS, "docs"}:
        return path in MADE or (ROOT / path).exists()
    return path in MADE or any(
        known.endswith(f"/{path}") or (f"/{path}" in known and path.endswith("/")) for known in files()
    )


@cache
def names_in(module: Path) -> frozenset[str]:
    """What a module defines or brings in."""
    found: set[str] = set()
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {entry.asname or entry.name for entry in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            found |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    return frozenset(found)


def is_defined(name: str) -> bool:
    """A package or module, or a name in one; of what stands within a class only the class is looked for."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        place = ROOT.joinpath(*parts[:length])
        module = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
        if module.is_file() or place.is_dir():
            rest = parts[length:]
            return not rest or (module.is_file() and rest[0] in names_in(module))
    return False


@EACH
def test_paths_in_the_developer_guide_exist(page: Path) -> None:
    given = {word for word in quoted(page) if PATH.fullmatch(word)}
    assert sorted(word for word in given if not is_there(word)) == []


@EACH
def test_names_in_the_developer_guide_are_defined(page: Path) -> None:
    given = {word.partition("(")[0] for word in quoted(page)}
    assert (
        sorted(word for word in given if NAME.fullmatch(word) and not PATH.fullmatch(word) and not is_defined(word))
        == []
    )


@EACH
def test_links_in_the_developer_guide_lead_to_a_file_and_a_heading(page: Path) -> None:
    for path, _, part in (
        link.partition("#") for link in re.findall(r"\]\(([^)\s]+)\)", prose(page)) if "://" not in link
    ):
        target = (page.parent / path) if path else page
        assert target.is_file(), path
        assert not part or part in anchors(target), f"{path}#{part}"


def anchors(page: Path) -> set[str]:
    """The headings, as a link names them."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_map_has_every_package_of_the_checked_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    told = quoted(FOLDER / "map.md")
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract.get("exhaustive"):
            app = contract["containers"][0].replace(".", "/")
            packages = [f"{app}/{name}" for layer in contract["layers"] for name in re.split(r" [|:] ", layer)]
            given = [path for path in packages if f"{path}/" in told or f"{path}.py" in told]
            assert given == packages, set(packages) - set(given)


def test_path_or_name_that_is_gone_is_found() -> None:
    assert not is_there("specs_app/codec/reader.py")
    assert not is_there("no_such_module.py")
    assert is_there("specs_app/document/")
    assert not is_defined("specs_app.document.types.Nothing")
    assert not is_defined("specs_app.codec")
    assert is_defined("specs_app.document.types.Document")
