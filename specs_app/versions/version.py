"""One version of a specification: the one thing that pages, files, rows and changes are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from specs_app.document.holding import FilledCount, filled
from specs_app.document.holes import HoleCount, hole_counts
from specs_app.document.problems import Problem
from specs_app.document.source_map import SourceMap
from specs_app.document.types import Document
from specs_app.lint.runner import check
from specs_app.repository.commits import Commit
from specs_app.tables.change_numbers import strays
from specs_app.tables.logged_changes import LoggedChange, logged_changes
from specs_app.tables.wide_reading import differences
from specs_app.yaml_files.reader import Reading, read
from specs_app.yaml_files.version_history import ToldRelease, told_releases


@dataclass(frozen=True, eq=False)
class Version:
    """One commit of a specification, published or not, with what its files say.

    ``slug`` is the specification's name in addresses. ``unread`` are the problems of files that were left unread, such as links;
    ``problems`` has them too. What follows from a version is worked out on first use; two versions are equal where they are one.
    """

    slug: str
    commit: Commit
    reading: Reading
    unread: tuple[Problem, ...] = ()

    @property
    def sha(self) -> str:
        return self.commit.sha

    @property
    def date(self) -> datetime:
        """When the version was committed."""
        return self.commit.when

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files that the portal reads, by path."""
        return self.reading.files

    @property
    def document(self) -> Document:
        return self.reading.document

    @property
    def source_map(self) -> SourceMap:
        """File and line of each address."""
        return self.reading.source_map

    @property
    def stated(self) -> str:
        """The number that the settings state; empty where they state none. Which release a version is, its tag says
        (`specs_app.versions.releases`)."""
        return self.document.settings.version

    @cached_property
    def findings(self) -> tuple[Problem, ...]:
        """What is wrong in the files, but for the table beside them: what a proposal is compared with."""
        return (*self.unread, *findings_of(self.reading))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong in the files, and where the registered table says otherwise."""
        return (*self.findings, *differences(self.files, self.document))

    @cached_property
    def filled(self) -> tuple[FilledCount, ...]:
        """Of each system in the order of the settings, how many items it fills, and from what."""
        items = list(self.document.items())
        return tuple(filled(self.document, cms, items) for cms in self.document.settings.cms)

    @cached_property
    def holes(self) -> tuple[HoleCount, ...]:
        """How much the document does not say, kind by kind."""
        return hole_counts(self.document)

    @cached_property
    def logged_changes(self) -> tuple[LoggedChange, ...]:
        """What the change log tells of changes, the highest number first."""
        return logged_changes(self.files, self.document)

    @cached_property
    def told_releases(self) -> tuple[ToldRelease, ...]:
        """The releases that the version history tells of, in its order."""
        return told_releases(self.files)


def findings_of(reading: Reading) -> tuple[Problem, ...]:
    """What reading found, what the quality rules say of the document, and numbers of changes that cannot be meant."""
    document, source_map = reading.document, reading.source_map
    return (*reading.problems, *check(document, source_map), *strays(reading.files, document, source_map))


def problems_of_files(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Everything that is wrong in some files."""
    reading = read(files)
    return (*findings_of(reading), *differences(reading.files, reading.document))
