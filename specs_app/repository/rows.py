"""A repository in rows of the database: what was published, for every node to read. No Git, no folder."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Q, QuerySet

from specs_app.models import GitObject, GitReference, Specification
from specs_app.repository.objects import Stored
from specs_app.repository.repository import Repository

#: Names asked for, and rows written, at once.
BATCH = 500


class Rows:
    """The objects and references of one specification as rows. What is written belongs to the caller's transaction."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification

    @property
    def where(self) -> str:
        return f"the stored objects of {self._specification.slug}"

    def head(self) -> str:
        return self._specification.published_revision

    def refs(self, *folders: str) -> dict[str, str]:
        below = Q()
        for folder in folders:
            below |= Q(name__startswith=f"{folder}/")
        return dict(GitReference.objects.filter(below, specification=self._specification).values_list("name", "target"))

    def read(self, names: Iterable[str]) -> dict[str, Stored]:
        return {name: found for name, found in self._read(names) if found}

    def read_files(self, names: Iterable[str]) -> dict[str, bytes | None]:
        return {name: found.data if found else None for name, found in self._read(names)}

    def _read(self, names: Iterable[str]) -> Iterator[tuple[str, Stored | None]]:
        """Objects that are sound, and None for a file that is too large."""
        wanted = sorted(set(names))
        for start in range(0, len(wanted), BATCH):
            rows = self.objects.filter(name__in=wanted[start : start + BATCH])
            for name, kind, data in rows.values_list("name", "kind", "data"):
                if data is None:
                    yield name, None
                elif found := proved(name, kind, data):
                    yield name, found

    def history(self, _: str, /) -> dict[str, bytes]:
        rows = self.commits.values_list("name", "kind", "data")
        return {name: found.data for name, kind, data in rows.iterator(BATCH) if (found := proved(name, kind, data))}

    def commits_beginning(self, digits: str) -> list[str]:
        """The names of commits that begin so."""
        found = self.commits.filter(name__gte=digits, name__lte=digits.ljust(40, "f"))
        return list(found.values_list("name", flat=True))

    def add(self, objects: Mapping[str, Stored | None]) -> None:
        rows = [self._row(name, stored) for name, stored in objects.items()]
        GitObject.objects.bulk_create(rows, BATCH, ignore_conflicts=True)

    def _row(self, name: str, stored: Stored | None) -> GitObject:
        kind = stored.kind if stored else GitObject.Kind.BLOB
        data = zlib.compress(stored.data) if stored else None
        return GitObject(specification=self._specification, name=name, kind=kind, data=data)

    @property
    def objects(self) -> QuerySet[GitObject]:
        return GitObject.objects.filter(specification=self._specification)

    @property
    def commits(self) -> QuerySet[GitObject]:
        """The commits that were published, in the order of publication."""
        return self.objects.filter(kind=GitObject.Kind.COMMIT).order_by("pk")

    def names(self) -> set[str]:
        """The names of all objects."""
        return set(self.objects.values_list("name", flat=True))

    def until(self, commit: str) -> set[str]:
        """The names of all objects that were here when a commit was published, but for files that are too large to be read."""
        last = self.commits.filter(name=commit).values("pk")[:1]
        return set(self.objects.filter(pk__lte=last, data__isnull=False).values_list("name", flat=True))

    def set_refs(self, targets: Mapping[str, str]) -> None:
        """Have references name these objects from now on."""
        rows = [GitReference(specification=self._specification, name=name, target=sha) for name, sha in targets.items()]
        GitReference.objects.bulk_create(
            rows, BATCH, update_conflicts=True, unique_fields=["specification", "name"], update_fields=["target"]
        )

    def drop_refs(self, names: Iterable[str]) -> None:
        """Take references away."""
        GitReference.objects.filter(specification=self._specification, name__in=list(names)).delete()


def proved(name: str, kind: str, data: bytes | memoryview | None) -> Stored | None:
    """The object that a row holds; None where it is not what its name promises."""
    try:
        stored = Stored(kind, zlib.decompress(data or b""))
    except zlib.error:
        return None
    return stored if stored.name == name else None


def stored(specification: Specification) -> Repository:
    """What was published of a specification."""
    return Repository(Rows(specification))
