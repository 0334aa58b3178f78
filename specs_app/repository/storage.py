"""What a repository needs of the place where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from specs_app.repository.objects import Stored


class Storage(Protocol):
    """Where the objects and references of one repository lie. ``where`` says so in errors."""

    @property
    def where(self) -> str: ...

    def head(self) -> str:
        """The commit at the tip of the published branch; empty where it has none yet."""

    def refs(self, *folders: str) -> dict[str, str]:
        """The references below some folders (``refs/changes``), all where none is given, with the objects they name."""

    def read(self, names: Iterable[str]) -> dict[str, Stored]:
        """Those of some objects that are here and sound, each proved by its name."""

    def read_files(self, names: Iterable[str]) -> dict[str, bytes | None]:
        """The same of contents of files; None for one that is larger than the portal reads."""

    def history(self, newest: str, /) -> dict[str, bytes]:
        """The commits that are here of one and those before it, and perhaps others."""

    def add(self, objects: Mapping[str, Stored]) -> None:
        """Store objects by name, those that others name first."""
