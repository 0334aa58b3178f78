"""The files of a repository as a document, with everything that is wrong in them.

Each file is read by itself. What a reading at hand says of files that are the same is taken from there, since versions share most
of their files. A file that cannot be read becomes problems; its neighbours are read all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from specs_app.document.authorities import Stage
from specs_app.document.extracts import Extract
from specs_app.document.paths import join, of_authority, of_category, of_extract, of_object
from specs_app.document.problems import Problem
from specs_app.document.source_map import SourceLine
from specs_app.document.types import DataObject, Document, Layout, Relationship, Settings
from specs_app.tables.wide_reading import TableCells, read_table, with_cells
from specs_app.yaml_files.layout import REGISTRIES, SETTINGS_FILE, Kind, LayoutPlan, plan, with_table
from specs_app.yaml_files.read.authorities import AWAITING_FOLDER, read_authority, stage_of
from specs_app.yaml_files.read.authority_files import counting, shadowed
from specs_app.yaml_files.read.categories import read_category
from specs_app.yaml_files.read.collector import FilePart
from specs_app.yaml_files.read.extracts import read_extract
from specs_app.yaml_files.read.identities import repeats
from specs_app.yaml_files.read.inference import infer
from specs_app.yaml_files.read.objects import read_objects
from specs_app.yaml_files.read.registries import read_datatypes, read_validators
from specs_app.yaml_files.read.relationships import disagreements, joined, read_relationships
from specs_app.yaml_files.read.settings import TABLES, read_settings
from specs_app.yaml_files.tree import YamlError, decode, parse


@dataclass(frozen=True, slots=True)
class Reading:
    """Some files, what they say as a document, its problems, and where things are.

    ``files`` are all files by path, ``parts`` what each that was read says. ``source_map`` gives file and line of an address,
    also of ``items/<reference>/<key>``. ``homes`` gives the file of each object, code list, body and authority, of
    ``relationships``, of ``settings`` (absent where inferred), and of ``settings/validators`` and ``settings/datatypes`` where
    they have their own.
    ``unreadable`` are the files that nothing was taken from, ``plan`` says what each file was read as; ``object_paths`` and
    ``category_paths`` run along the document's objects and code lists.
    """

    files: Mapping[str, bytes]
    parts: Mapping[str, FilePart]
    document: Document
    problems: tuple[Problem, ...]
    source_map: Mapping[str, SourceLine]
    homes: Mapping[str, str]
    unreadable: frozenset[str]
    plan: LayoutPlan
    object_paths: tuple[str, ...] = ()
    category_paths: tuple[str, ...] = ()

    def authorities_folder(self, stage: Stage) -> str:
        """Where the file of an authority of that stage belongs: with those that are there, else in a folder by the usual name."""
        folders = {path.rpartition("/")[0] for path, kind in self.plan.kinds.items() if kind == "authorities"}
        own = self.plan.authorities_folder
        known = sorted(folder for folder in folders if stage_of(f"{folder}/file") == stage)
        return next(iter(known), own if stage == "live" else f"{own}/{AWAITING_FOLDER}".lstrip("/"))


def read(files: Mapping[str, bytes], before: Reading | None = None) -> Reading:
    """The document that the files make. Never raises for what the files say.

    ``before`` is a reading of other files: of those whose bytes are the same there, nothing is read again.
    """
    stated = (
        _read_or_reused(before, "settings", SETTINGS_FILE, files[SETTINGS_FILE]) if SETTINGS_FILE in files else None
    )
    found = plan(files, stated.settings.layout if stated and stated.settings else None)
    if stated and stated.settings and (path := stated.settings.wide_table):
        found = with_table(found, path, files)
    parts = {
        path: _read_or_reused(before, kind, path, files[path]) for path, kind in found.kinds.items() if path in files
    }
    if stated is not None:
        parts[SETTINGS_FILE] = stated
    return _assembled(files, parts, found, before)


def _read_or_reused(before: Reading | None, kind: Kind | str, path: str, data: bytes) -> FilePart:
    """What one file says, from the reading before where that read the same bytes as the same kind."""
    if before is not None and path in before.parts and before.files[path] == data:
        was = "settings" if path == SETTINGS_FILE else before.plan.kinds[path]
        if was == kind:
            return before.parts[path]
    return read_part(kind, path, data)


def read_part(kind: Kind | str, path: str, data: bytes) -> FilePart:
    """The reading of one file as a kind of file."""
    if kind == "table":
        told = read_table(data, path)
        return FilePart(table=told) if isinstance(told, TableCells) else FilePart(problems=(told,), readable=False)
    if kind == "extracts":
        return read_extract(data, path)
    try:
        root = parse(decode(data))
    except YamlError as error:
        found = Problem(error.rule, "error", str(error), error.remedy, path, error.line)
        return FilePart(problems=(found,), readable=False)
    reader = _READERS.get(kind)
    return reader(root, path) if reader else FilePart()


_READERS: dict[str, Any] = {
    "objects": read_objects,
    "categories": read_category,
    "relationships": read_relationships,
    "settings": read_settings,
    "validators": read_validators,
    "datatypes": read_datatypes,
    "authorities": read_authority,
}


def _assembled(
    files: Mapping[str, bytes], parts: dict[str, FilePart], layout_plan: LayoutPlan, before: Reading | None
) -> Reading:
    objects = tuple(entry for part in parts.values() for entry in part.objects)
    relationships = joined(*_listed_and_not(parts.values()))
    authorities = counting(parts)
    counted = [part for path, part in parts.items() if part.authority is None or path in authorities.values()]
    source_map = _source_map(counted)
    problems = [problem for part in parts.values() for problem in part.problems]
    problems += repeats(parts.values())
    problems += _stated_twice(parts)
    problems += shadowed(parts, layout_plan, authorities)
    problems += _missing_table(parts, layout_plan, source_map)
    if layout_plan.layout.relationships not in _unreadable(parts):
        problems += disagreements(relationships, source_map)
    document = Document(
        settings=_settings(files, parts, objects, layout_plan.layout),
        objects=objects,
        categories=tuple(part.category for part in parts.values() if part.category is not None),
        relationships=relationships,
        extracts=_extracts(parts.values()),
        authorities=tuple(found for path in authorities.values() if (found := parts[path].authority)),
    )
    if table := next((part.table for part in parts.values() if part.table), None):
        document = with_cells(document, table, _known_objects(before))
    return Reading(
        dict(files),
        parts,
        document,
        tuple(problems),
        source_map,
        {**_homes(parts), **{of_authority(code): path for code, path in authorities.items()}},
        _unreadable(parts),
        layout_plan,
        tuple(path for path, part in parts.items() for _ in part.objects),
        tuple(path for path, part in parts.items() if part.category is not None),
    )


def _known_objects(before: Reading | None) -> dict[int, tuple[DataObject, DataObject]]:
    """The objects of another reading as its files have them, each with the one that has what its table adds."""
    if before is None or not before.document.table_columns:
        return {}
    own = (entry for part in before.parts.values() for entry in part.objects)
    return {id(entry): (entry, told) for entry, told in zip(own, before.document.objects, strict=True)}


def _missing_table(
    parts: Mapping[str, FilePart], layout_plan: LayoutPlan, source_map: Mapping[str, SourceLine]
) -> Iterator[Problem]:
    """A registered table that is not there, or is a file that is read as something else."""
    stated = parts.get(SETTINGS_FILE, FilePart()).settings
    path = stated.wide_table if stated else ""
    if path and layout_plan.kinds.get(path) != "table":
        what = "is read as something else" if path in layout_plan.kinds else "is not there"
        line = source_map[TABLES].line
        remedy = "Name a CSV file of the repository, by its path from the root."
        yield Problem("table-missing", "error", f"The table {path} {what}.", remedy, SETTINGS_FILE, line, "settings")


def _settings(
    files: Mapping[str, bytes], parts: Mapping[str, FilePart], objects: tuple[DataObject, ...], layout: Layout
) -> Settings:
    """What is stated, else what the tree shows. A file of settings that cannot be read may have said that only members read."""
    own = _registries(parts.values())
    if SETTINGS_FILE not in parts:
        return replace(infer(files, objects, layout), **own)
    return replace(parts[SETTINGS_FILE].settings or replace(infer(files, objects, layout), access="restricted"), **own)


def _registries(parts: Iterable[FilePart]) -> dict[str, Any]:
    """The registries that have a file of their own, which is then the one that counts."""
    return {name: found for part in parts for name in REGISTRIES if (found := getattr(part, name)) is not None}


def _stated_twice(parts: Mapping[str, FilePart]) -> Iterator[Problem]:
    """Registries that ``specification.yml`` states beside a file of their own."""
    stated = parts.get(SETTINGS_FILE, FilePart())
    source_map = dict(stated.source_map)
    for name in _registries(parts.values()) if stated.settings else ():
        if getattr(stated.settings, name):
            message = f"The registry of {name} has a file of its own too, which is the one that counts."
            line = source_map[join("settings", name)].line
            remedy = "Move these entries there."
            yield Problem("registry-stated-twice", "warning", message, remedy, SETTINGS_FILE, line, "settings")


def _listed_and_not(parts: Iterable[FilePart]) -> tuple[list[Relationship], list[Relationship]]:
    """The relationships that the list of them states, and those that items state."""
    entries = [entry for part in parts for entry in part.relationships]
    return [entry for entry in entries if entry.listed], [entry for entry in entries if not entry.listed]


def _extracts(parts: Iterable[FilePart]) -> tuple[Extract, ...]:
    return tuple(sorted((part.extract for part in parts if part.extract), key=lambda extract: extract.key))


def _source_map(parts: Iterable[FilePart]) -> dict[str, SourceLine]:
    """The first place of each address; a list of relationships comes before the items that say the same."""
    ordered = sorted(parts, key=lambda part: bool(part.objects))
    source_map: dict[str, SourceLine] = {}
    for part in ordered:
        for address, place in part.source_map:
            source_map.setdefault(address, place)
    return source_map


def _homes(parts: dict[str, FilePart]) -> dict[str, str]:
    """The file of each part, by its address: see `Reading`."""
    found: dict[str, str] = {}
    for path, part in parts.items():
        for entry in part.objects:
            found.setdefault(of_object(entry.name), path)
        if part.category is not None:
            found.setdefault(of_category(part.category.name), path)
        if part.extract is not None:
            found[of_extract(*part.extract.key)] = path
        for name in REGISTRIES:
            if getattr(part, name) is not None:
                found[join("settings", name)] = path
        if part.settings is not None:
            found["settings"] = path
        elif part.readable and not part.objects and part.category is None and any(r.listed for r in part.relationships):
            found["relationships"] = path
    return found


def _unreadable(parts: dict[str, FilePart]) -> frozenset[str]:
    return frozenset(path for path, part in parts.items() if not part.readable)
