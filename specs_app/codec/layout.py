"""Which file of a repository holds what.

A stated layout wins. Otherwise: below ``data/`` a folder whose name up to ``__`` is ``objects`` or ``categories`` holds
objects or code lists, in files ending ``.yml``, ``.yaml`` or in nothing; ``schema/`` and the root are searched
for objects likewise. Every other YAML file below ``data/`` is only checked for syntax.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from specs_app.document.types import Layout

Kind = Literal["objects", "categories", "relationships", "other"]
SETTINGS_FILE = "specification.yml"
DEFAULT_OBJECTS, DEFAULT_CATEGORIES = "data/objects", "data/categories"
_LIST_NAMES = frozenset({"relationships.yml", "relationships.yaml", "relationships"})


@dataclass(frozen=True, slots=True)
class Plan:
    """The kind of each file that is read, and the layout that says so."""

    kinds: dict[str, Kind]
    layout: Layout

    @property
    def relationships(self) -> str:
        """The file of relationships: the stated one, else where a new one belongs."""
        return self.layout.relationships or f"{self.objects_folder}/relationships.yml"

    @property
    def objects_folder(self) -> str:
        return next(iter(self.layout.objects), DEFAULT_OBJECTS)

    @property
    def categories_folder(self) -> str:
        return next(iter(self.layout.categories), DEFAULT_CATEGORIES)


def plan(files: Mapping[str, bytes], stated: Layout | None) -> Plan:
    """The kinds of all files, by the stated layout where it names folders, else by the rules above."""
    layout = inferred(files) if stated is None else _completed(stated, files)
    kinds = {path: kind for path in sorted(files) if (kind := _kind(path, layout))}
    if stated is None:
        kinds |= {path: "objects" for path in _loose(files) if path not in kinds or kinds[path] == "other"}
    return Plan(kinds, layout)


def inferred(files: Iterable[str]) -> Layout:
    """The folders and the list of relationships that the tree itself shows."""
    candidates = sorted(path for path in files if _is_yaml(path))
    objects = tuple(dict.fromkeys(found for path in candidates if (found := _folder(path, "objects"))))
    categories = tuple(dict.fromkeys(found for path in candidates if (found := _folder(path, "categories"))))
    lists = [path for path in candidates if path.rpartition("/")[2] in _LIST_NAMES]
    places = (*objects, "schema", ".")
    return Layout(objects, categories, next((path for path in lists if _within(path, places)), ""))


def _completed(stated: Layout, files: Iterable[str]) -> Layout:
    found = inferred(files)
    return Layout(
        tuple(folder.strip("/") for folder in stated.objects) or found.objects,
        tuple(folder.strip("/") for folder in stated.categories) or found.categories,
        stated.relationships or found.relationships,
    )


def _kind(path: str, layout: Layout) -> Kind | None:
    if path == layout.relationships:
        return "relationships"
    if not _is_yaml(path):
        return None
    if _below(path, layout.categories):
        return "categories"
    if _below(path, layout.objects):
        return "objects"
    return "other" if path.startswith("data/") and _ending(path.rpartition("/")[2]) else None


def _loose(files: Mapping[str, bytes]) -> list[str]:
    """Files of ``schema/`` and the root that look like objects."""
    places = [path for path in files if _is_yaml(path) and _within(path, ("schema", ".")) and path != SETTINGS_FILE]
    return [path for path in sorted(places) if b"fields:" in files[path]]


def _is_yaml(path: str) -> bool:
    name = path.rpartition("/")[2]
    return not name.startswith(".") and _ending(name) in ("", "yml", "yaml")


def _ending(name: str) -> str:
    return name.rpartition(".")[2] if "." in name else ""


def _folder(path: str, kind: str) -> str:
    """The topmost folder below ``data/`` that holds files of a kind, or nothing."""
    if not path.startswith("data/"):
        return ""
    parts = path.split("/")
    depth = next((i for i, part in enumerate(parts[:-1]) if i and part.partition("__")[0] == kind), 0)
    return "/".join(parts[: depth + 1]) if depth else ""


def _below(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(f"{folder}/") for folder in folders)


def _within(path: str, folders: Iterable[str]) -> bool:
    """Whether a file lies in one of the folders or below it; ``.`` is the root alone."""
    parent = path.rpartition("/")[0] or "."
    return any(parent == folder or parent.startswith(f"{folder}/") for folder in folders)
