"""The proof that database and Git say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specs_app.models import RevisionChange, Specification
from specs_app.projection.project import rows_differ
from specs_app.projection.provenance import Facts, provenance, release_rows, stored_releases
from specs_app.repository import mirror, packs
from specs_app.repository.objects import GitError
from specs_app.repository.rows import Rows, stored
from specs_app.repository.soundness import lost
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version
from specs_app.yaml_files.writer import CannotWriteError, write

_COLUMNS = (
    *("number", "sha", "tree", "parent", "kind", "author_name", "authored_at", "committed_at", "subject", "body"),
    *("change_number", "change_class"),
)
_CHANGE_COLUMNS = ("kind", "address", "object_name", "field", "before", "after", "change_class")


def verify(*, specification: Specification) -> list[str]:
    """Every difference between the rows, the stored commits and the repository, in words; empty exactly where there is none.

    Reads every object of the published history and proves it by its name, here and in the repository. Compares each table with the
    YAML at the published revision, revisions, their differences and releases with the commits and tags, and every file with what
    the writer makes of it. Files that cannot be read are compared as bytes, by the tree that the revision recorded and by the
    hashes of their contents. Where something is published meanwhile, it begins again.
    """
    while True:
        specification.refresh_from_db()
        published = specification.published_revision
        found = _differences(specification)
        specification.refresh_from_db()
        if specification.published_revision == published:
            return [*found, *mirror.differences(specification)]


def _differences(specification: Specification) -> list[str]:
    try:
        return list(differences(specification))
    except GitError as error:
        return [str(error)]


def differences(specification: Specification) -> Iterator[str]:
    """The same without the repository."""
    if missing := lost(specification):
        yield from missing
        return
    yield from (f"pack {name[:12]} is damaged" for name in packs.damaged(specification))
    published = specification.published_revision
    repository = stored(specification)
    if repository.tree_of(published) != specification.tree:
        yield "specification: the files at the published revision are not those that were recorded"
    version = load_from(repository, specification.slug, published)
    yield from rows_differ(specification, version)
    yield from _round_trip(version)
    governed = list(provenance(specification))
    history = repository.history(*(facts.sha for facts in governed))
    strays = Rows(specification).commits.exclude(name__in=history).values_list("name", flat=True)
    yield from (f"commit {sha[:12]} is stored, but was never published" for sha in strays)
    if not governed or governed[-1].sha != published:
        newest = governed[-1].sha[:12] if governed else "missing"
        yield f"published revision: the newest commit that a change, the source or the import brought is {newest}"
    yield from _revision_differences(specification, governed)
    yield from _release_differences(specification)


def _round_trip(version: Version) -> Iterator[str]:
    try:
        changed, _ = write(version.reading, version.document)
    except CannotWriteError as error:
        yield f"file {error.problem.file}: it cannot be written again: {error.problem.message}"
        return
    yield from (f"file {path}: writing it again alters it" for path in changed)


def _revision_differences(specification: Specification, wanted: list[Facts]) -> Iterator[str]:
    expected = {facts.sha: {**facts.columns, "number": number} for number, facts in enumerate(wanted, start=1)}
    found = {row["sha"]: row for row in specification.revisions.values(*_COLUMNS)}
    yield from (f"revision {sha[:12]} is missing from the database" for sha in expected if sha not in found)
    yield from (f"revision {sha[:12]} is only in the database" for sha in found if sha not in expected)
    for sha in expected.keys() & found.keys():
        if names := [name for name in _COLUMNS if expected[sha][name] != found[sha][name]]:
            yield f"revision {sha[:12]} differs in {', '.join(names)}"
    changes = stored_changes(specification)
    yield from (
        f"differences of revision {facts.sha[:12]} are not what the commit changed"
        for facts in wanted
        if changes.get(facts.sha, []) != numbered_changes(facts)
    )


def numbered_changes(facts: Facts) -> list[dict[str, Any]]:
    """The differences of a revision as rows should have them."""
    return [{**row, "position": position} for position, row in enumerate(facts.changes)]


def stored_changes(specification: Specification) -> dict[str, list[dict[str, Any]]]:
    """The same as the database holds them, by the SHA of their revision."""
    rows = RevisionChange.objects.filter(revision__specification=specification).order_by("revision", "position")
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows.values("revision__sha", "position", *_CHANGE_COLUMNS):
        grouped.setdefault(row.pop("revision__sha"), []).append(row)
    return grouped


def _release_differences(specification: Specification) -> Iterator[str]:
    wanted, found = release_rows(specification), stored_releases(specification)
    for tag in sorted(wanted.keys() | found.keys()):
        if wanted.get(tag) != found.get(tag):
            yield f"release {tag} differs from the tag"
