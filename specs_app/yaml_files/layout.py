"""Which file of a repository holds what.

A stated layout wins. Otherwise: below ``data/`` a folder whose name up to ``__`` is ``objects`` or ``categories`` holds
objects or code lists, in files ending ``.yml``, ``.yaml`` or in nothing; ``schema/`` and the root (``.``, its own files alone)
are searched for objects likewise. Those two hold other things too: there only a file with ``fields:`` is one of objects, whether
the layout was stated or inferred. Elsewhere in these three a file whose name up to ``__`` is ``validators`` or ``datatypes``
holds that registry. ``data/cms/<cms>/<object>.sql`` is a hand-written body, a file below ``la_config_files/`` has the settings of
one authority. Every other YAML file below ``data/`` is only checked for syntax.

What is inferred says all that was found: stated, it gives the same kinds for the same files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from specs_app.document.types import Layout
from specs_app.yaml_files.extract_files import extract_key

Kind = Literal[
    "objects", "categories", "relationships", "validators", "datatypes", "table", "extracts", "authorities", "other"
]
SETTINGS_FILE = "specification.yml"
#: Registries of the settings that may have a file of their own, which is then the one that counts.
REGISTRIES = ("validators", "datatypes")
DEFAULT_OBJECTS, DEFAULT_CATEGORIES, DEFAULT_AUTHORITIES = "data/objects", "data/categories", "la_config_files"
ROOT = "."
SHARED = ("schema", ROOT)
_LIST_NAMES = frozenset({"relationships.yml", "relationships.yaml", "relationships"})


@dataclass(frozen=True, slots=True)
class LayoutPlan:
    """The kind of each file that is read, and the layout that says so."""

    kinds: dict[str, Kind]
    layout: Layout

    @property
    def relationships(self) -> str:
        """The file of relationships: the stated one, else where a new one belongs."""
        return self.layout.relationships or f"{self.objects_folder}/relationships.yml".lstrip("/")

    @property
    def objects_folder(self) -> str:
        """Where a new object belongs; empty for the root."""
        return _folder_name(next(iter(self.layout.objects), DEFAULT_OBJECTS))

    @property
    def categories_folder(self) -> str:
        """Where a new code list belongs; empty for the root."""
        return _folder_name(next(iter(self.layout.categories), DEFAULT_CATEGORIES))

    @property
    def authorities_folder(self) -> str:
        """Where the file of a new authority belongs."""
        return _folder_name(next(iter(self.layout.authorities), DEFAULT_AUTHORITIES))


def _folder_name(folder: str) -> str:
    return "" if folder == ROOT else folder


def plan(files: Mapping[str, bytes], stated: Layout | None) -> LayoutPlan:
    """The kinds of all files, by the stated layout where it names folders, else by the rules above."""
    layout = inferred(files) if stated is None else _completed(stated, files)
    return LayoutPlan({path: kind for path in sorted(files) if (kind := _kind(path, files[path], layout))}, layout)


def with_table(found: LayoutPlan, path: str, files: Mapping[str, bytes]) -> LayoutPlan:
    """The plan in which a file is a registered table, unless it is not there or is read as something else."""
    free = path in files and path not in found.kinds and path != SETTINGS_FILE
    return LayoutPlan({**found.kinds, path: "table"}, found.layout) if free else found


def inferred(files: Mapping[str, bytes]) -> Layout:
    """The folders and the list of relationships that the tree itself shows."""
    candidates = sorted(path for path in files if _is_yaml(path) and path != SETTINGS_FILE)
    objects = tuple(dict.fromkeys(found for path in candidates if (found := _folder(path, "objects"))))
    categories = tuple(dict.fromkeys(found for path in candidates if (found := _folder(path, "categories"))))
    shared = tuple(place for place in SHARED if any(_holds(place, path, files[path]) for path in candidates))
    lists = [path for path in candidates if path.rpartition("/")[2] in _LIST_NAMES]
    places = (*objects, *SHARED)
    free = [path for path in candidates if not _within(path, (*objects, *categories))]
    return Layout(
        (*objects, *shared),
        categories,
        next((path for path in lists if _within(path, places)), ""),
        **{name: _registry(free, name) for name in REGISTRIES},
        authorities=(DEFAULT_AUTHORITIES,) if any(_within(path, (DEFAULT_AUTHORITIES,)) for path in free) else (),
    )


def _registry(paths: Iterable[str], name: str) -> str:
    """The first file that is named so up to ``__``, below ``data/`` or among the files of ``schema/`` and the root."""
    named = (path for path in paths if path.rpartition("/")[2].partition(".")[0].partition("__")[0] == name)
    return next((path for path in named if path.startswith("data/") or (_parent(path) in SHARED)), "")


def _completed(stated: Layout, files: Mapping[str, bytes]) -> Layout:
    found = inferred(files)
    return Layout(
        tuple(folder.strip("/") or ROOT for folder in stated.objects) or found.objects,
        tuple(folder.strip("/") or ROOT for folder in stated.categories) or found.categories,
        stated.relationships or found.relationships,
        stated.validators or found.validators,
        stated.datatypes or found.datatypes,
        tuple(folder.strip("/") or ROOT for folder in stated.authorities) or found.authorities,
    )


def _kind(path: str, data: bytes, layout: Layout) -> Kind | None:
    if path == layout.relationships:
        return "relationships"
    if extract_key(path):
        return "extracts"
    if not _is_yaml(path) or path == SETTINGS_FILE:
        return None
    if _within(path, layout.categories):
        return "categories"
    if _within(path, layout.authorities):
        return "authorities" if _ending(path.rpartition("/")[2]) else None
    if any(_holds(place, path, data) for place in layout.objects):
        return "objects"
    if path == layout.validators:
        return "validators"
    if path == layout.datatypes:
        return "datatypes"
    return "other" if path.startswith("data/") and _ending(path.rpartition("/")[2]) else None


def _holds(place: str, path: str, data: bytes) -> bool:
    """Whether a file is one of the objects of a place; where other things lie too it must look like one."""
    return _within(path, (place,)) and (place not in SHARED or b"fields:" in data)


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


def _within(path: str, folders: Iterable[str]) -> bool:
    """Whether a file lies in one of the folders or below it; ``.`` is the root alone."""
    parent = _parent(path)
    return any(parent == folder or parent.startswith(f"{folder}/") for folder in folders)


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or ROOT
