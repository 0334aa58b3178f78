"""The only writer of YAML: the files of a repository changed so that they say what a document says.

Each part of what was read is compared with what it shall be, and only the lines of keys that differ are touched. The changed files
are read again and all is compared with the document as a whole; where it differs, or a place cannot be edited by position, nothing
is written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath

from specs_app.document.authorities import Authority
from specs_app.document.paths import join, of_authority, of_category
from specs_app.document.problems import Problem
from specs_app.document.renames import renamed_categories
from specs_app.document.source_map import find
from specs_app.document.types import Category, Document, Relationship, Settings
from specs_app.tables.wide_rows import followed, told_by
from specs_app.yaml_files.extract_files import extract_path
from specs_app.yaml_files.layout import REGISTRIES, SETTINGS_FILE
from specs_app.yaml_files.patch.text import RefusedError
from specs_app.yaml_files.read.relationships import identity
from specs_app.yaml_files.reader import Reading, read
from specs_app.yaml_files.tree import YamlError
from specs_app.yaml_files.write import pairing
from specs_app.yaml_files.write.authorities import file_name, new_authority_file, write_authority
from specs_app.yaml_files.write.categories import new_category_file, write_category
from specs_app.yaml_files.write.extracts import write_extract
from specs_app.yaml_files.write.objects import ObjectState, new_object_file, states, write_objects
from specs_app.yaml_files.write.registries import write_registry
from specs_app.yaml_files.write.relationships import new_relationships_file, write_relationships
from specs_app.yaml_files.write.settings import new_settings_file, write_settings
from specs_app.yaml_files.write.verification import first_difference


class CannotWriteError(Exception):
    """The document cannot be written into these files: ``problem`` says where, why and what to do. Nothing was changed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.file}:{problem.line}: {problem.message} {problem.remedy}")
        self.problem = problem


BY_HAND = "Change this part by hand in the repository, or write it in the plain block style first."

_PLAIN_NAME = re.compile(r"\w[\w.-]{0,119}")

Changes = dict[str, bytes | None]
"""Files that change, by path; None deletes one."""


def write(reading: Reading, target: Document, *, with_settings: bool = False) -> tuple[Changes, Reading]:
    """The files that change so that all files together say ``target``, none where they do already; and all files as then read.

    ``with_settings`` writes ``specification.yml`` even where the settings are those that are inferred anyway. Raises
    ``CannotWriteError``.
    """
    changes = _Writing(reading, target).changes(with_settings=with_settings)
    after = changed(reading, changes)
    _verify(changes, reading, after, target)
    return changes, after


def changed(reading: Reading, changes: Mapping[str, bytes | None]) -> Reading:
    """The reading of the files with some of them changed."""
    together = {**reading.files, **changes}
    return read({path: data for path in sorted(together) if (data := together[path]) is not None}, reading)


def _verify(changes: Changes, reading: Reading, after: Reading, target: Document) -> None:
    """Raises where the changed files cannot be read, or say something else than the document.

    Where another table is registered, what only that knows is what counts.
    """
    if target.settings.wide_table != reading.document.settings.wide_table:
        target = told_by(target, after.document)
    broken = next((problem for problem in after.problems if problem.file in after.unreadable & changes.keys()), None)
    if broken:
        raise CannotWriteError(_problem(broken.file, broken.line, f"The file would break: {broken.message}", BY_HAND))
    inferred = SETTINGS_FILE not in after.files and _inferable(target.settings) == _inferable(reading.document.settings)
    found = first_difference(after.document, target, settings=not inferred) or _registry_difference(
        after.document.settings, target.settings
    )
    if found:
        place = find(reading.source_map, found)
        message = f"The files would not say what was decided: {found} would differ."
        raise CannotWriteError(_problem(place.file or next(iter(changes), ""), place.line or 1, message, BY_HAND))


def _inferable(settings: Settings) -> Settings:
    """The settings without the registries that may have files of their own."""
    return replace(settings, validators=(), datatypes=())


def _registry_difference(one: Settings, other: Settings) -> str:
    differing = (name for name in REGISTRIES if getattr(one, name) != getattr(other, name))
    return next((join("settings", name) for name in differing), "")


def _problem(path: str, line: int, message: str, remedy: str) -> Problem:
    return Problem("cannot-write", "error", message, remedy, path, line)


class _Writing:
    """The files that change, collected part by part: settings, objects, relationships, code lists."""

    def __init__(self, reading: Reading, target: Document) -> None:
        self.files, self.reading, self.target = reading.files, reading, target
        self.result: Changes = {}

    def changes(self, *, with_settings: bool) -> Changes:
        self._settings(with_settings)
        self._objects()
        self._relationships()
        self._categories()
        self._extracts()
        self._authorities()
        self._table()
        return {path: data for path, data in self.result.items() if data != self.files.get(path)}

    def _edit(self, path: str, call: Callable[[bytes], bytes]) -> bytes:
        try:
            return call(self.files[path])
        except RefusedError as error:
            raise CannotWriteError(_problem(path, error.line, error.message, error.remedy)) from error
        except YamlError as error:
            raise CannotWriteError(_problem(path, error.line, str(error), error.remedy)) from error

    def _create(self, folder: str, name: str, data: bytes) -> None:
        """A new file, named as what it holds: a plain name, never a path."""
        path = f"{folder}/{name}" if folder else name
        if not _PLAIN_NAME.fullmatch(name):
            message = f"No file can be named {name!r}."
            raise CannotWriteError(_problem(folder, 1, message, "Use letters, digits and underscores."))
        if path in self.files and self.result.get(path, b"") is not None:
            message = "A file of this name is there already and holds something else."
            remedy = "Choose another name, or repair or remove that file first."
            raise CannotWriteError(_problem(path, 1, message, remedy))
        self.result[path] = data

    def _settings(self, always: bool) -> None:
        old, new = self.reading.document.settings, self.target.settings
        own = self._registries(old, new)
        if SETTINGS_FILE in self.files:
            if old != new:
                self.result[SETTINGS_FILE] = self._edit(SETTINGS_FILE, lambda data: write_settings(data, old, new, own))
        elif always or replace(old, **{name: getattr(new, name) for name in own}) != new:
            self.result[SETTINGS_FILE] = new_settings_file(new, own)

    def _registries(self, old: Settings, new: Settings) -> dict[str, str]:
        """The registries that have files of their own, written there."""
        own = {name: path for name in REGISTRIES if (path := self.reading.homes.get(join("settings", name)))}
        for name, path in own.items():
            if getattr(old, name) != getattr(new, name):
                self.result[path] = self._edit(path, partial(write_registry, registry=name, old=old, new=new))
        return own

    def _objects(self) -> None:
        old, new = states(self.reading.document), states(self.target)
        matches = pairing.objects([state.entry for state in old], [state.entry for state in new])
        after: dict[int, ObjectState] = {
            match: state for match, state in zip(matches, new, strict=True) if match is not None
        }
        for path, indexes in self._by_file():
            before = [old[index] for index in indexes]
            wanted = [after.get(index) for index in indexes]
            if before != wanted:
                self._object_file(path, before, wanted)
        for match, state in zip(matches, new, strict=True):
            if match is None:
                self._create(self.reading.plan.objects_folder, f"{state.entry.name}.yml", new_object_file(state))

    def _by_file(self) -> Iterator[tuple[str, list[int]]]:
        """Files with the numbers of their objects in the document."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, path in enumerate(self.reading.object_paths):
            found[path].append(index)
        yield from found.items()

    def _object_file(self, path: str, before: list[ObjectState], wanted: list[ObjectState | None]) -> None:
        if not any(wanted):
            self.result[path] = None
            return
        data = self._edit(path, lambda data: write_objects(data, before, wanted))
        name = self._name_of(path, before, wanted)
        if name == path.rpartition("/")[2]:
            self.result[path] = data
        else:
            self.result[path] = None
            self._create(path.rpartition("/")[0], name, data)

    def _name_of(self, path: str, before: list[ObjectState], wanted: list[ObjectState | None]) -> str:
        """A file that is named as its only object follows the object's new name."""
        after, name = wanted[0], PurePosixPath(path)
        if len(before) != 1 or after is None or name.stem != before[0].entry.name:
            return name.name
        return after.entry.name + name.suffix

    def _relationships(self) -> None:
        old = {identity(entry): entry for entry in self.reading.document.relationships if entry.listed}
        new = {identity(entry): entry for entry in self.target.relationships if entry.listed}
        if {key: _listed(entry) for key, entry in old.items()} == {key: _listed(entry) for key, entry in new.items()}:
            return
        path, entries = self.reading.plan.relationships, list(new.values())
        if path in self.files:
            self.result[path] = self._edit(path, lambda data: write_relationships(data, entries))
        else:
            self.result[path] = new_relationships_file(entries)

    def _categories(self) -> None:
        old, new = self.reading.document.categories, self.target.categories
        matches = pairing.by_key(old, new, lambda entry: entry.name)
        gone = [entry for index, entry in enumerate(old) if index not in set(matches)]
        paths = self.reading.category_paths
        for index, entry in enumerate(old):
            if entry in gone:
                self.result[paths[index]] = None
        formerly = {name: old for old, name in renamed_categories(self.reading.document, self.target).items()}
        for match, entry in zip(matches, new, strict=True):
            if match is None:
                self._new_category(entry, next((one for one in gone if one.name == formerly.get(entry.name)), None))
            elif old[match] != entry:
                self.result[paths[match]] = self._edit(paths[match], partial(write_category, old=old[match], new=entry))

    def _extracts(self) -> None:
        """A body is a file; that of a renamed object is its file under the new name."""
        old = {extract_path(extract): extract for extract in self.reading.document.extracts}
        new = {extract_path(extract): extract for extract in self.target.extracts}
        for path in old.keys() - new.keys():
            self.result[path] = None
        for path, extract in new.items():
            if path not in old:
                folder, _, name = path.rpartition("/")
                moved = [self.files[one] for one, entry in old.items() if one not in new and entry.sql == extract.sql]
                self._create(folder, name, write_extract(extract, *moved[:1]))
            elif old[path] != extract:
                self.result[path] = write_extract(extract, self.files[path])

    def _authorities(self) -> None:
        """An authority is a file of its own, which lies where its stage says."""
        old, new = self.reading.document.authority_by_code, self.target.authority_by_code
        gone = (path for path, part in self.reading.parts.items() if part.authority and part.authority.code not in new)
        self.result |= dict.fromkeys(gone)
        for code, entry in new.items():
            if code not in old:
                self._create(self.reading.authorities_folder(entry.stage), file_name(entry), new_authority_file(entry))
            elif old[code] != entry:
                path = self.reading.homes[of_authority(code)]
                data = self._edit(path, partial(write_authority, old=old[code], new=entry))
                self._place(path, old[code], entry, data)

    def _place(self, path: str, old: Authority, new: Authority, data: bytes) -> None:
        if old.stage == new.stage:
            self.result[path] = data
        else:
            self.result[path] = None
            self._create(self.reading.authorities_folder(new.stage), path.rpartition("/")[2], data)

    def _table(self) -> None:
        """The registered table with the rows of what is said otherwise."""
        path = self.target.settings.wide_table
        if path in self.files and self.reading.plan.kinds.get(path, "table") == "table":
            self.result[path] = followed(self.files[path], self.reading.document, self.target)

    def _new_category(self, entry: Category, former: Category | None) -> None:
        """A new file; that of a list under another name is its file under that name, with the codes that differ changed."""
        if former is None:
            folder = self.reading.plan.categories_folder
            self._create(folder, f"{entry.name}.yml", new_category_file(entry))
            return
        source = self.reading.homes[of_category(former.name)]
        folder, _, name = source.rpartition("/")
        data = self._edit(source, partial(write_category, old=former, new=entry))
        self._create(folder, entry.name + name.removeprefix(former.name), data)


def _listed(entry: Relationship) -> tuple[str, str]:
    return entry.relation, entry.parent_note
