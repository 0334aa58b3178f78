"""The proof that database and Git say the same, and the repair where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from specs_app.actions.provenance import Facts, provenance
from specs_app.actions.releases import mend_releases, release_rows, stored_releases
from specs_app.actions.revisions import add_changes, add_revision, publish
from specs_app.errors import NotGoverned
from specs_app.models import Revision, RevisionChange, Specification
from specs_app.projection.authorship import BY_REBUILD, Authorship
from specs_app.projection.project import project, rows_differ
from specs_app.repository.leftovers import torn_references
from specs_app.repository.soundness import lost
from specs_app.repository.store import GitError, GitStore, repository_path
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version
from specs_app.yaml_files.writer import CannotWriteError, write

_COLUMNS = (
    "number", "sha", "tree", "parent", "kind", "author_name", "authored_at", "committed_at", "subject", "body",
    "change_number", "change_class",
)  # fmt: skip
_CHANGE_COLUMNS = ("kind", "address", "object_name", "field", "before", "after", "change_class")
#: Revision numbers are moved out of the way by this much while they are put right.
_AWAY = 1_000_000_000


def verify(*, specification: Specification) -> list[str]:
    """Every difference between the rows and the repository, in words; empty exactly where there is none.

    Reads every object of the published history and proves it by its name. Compares the branch with the published revision, each
    table with the YAML at that revision, revisions, their differences and releases with the commits and tags, and every file with
    what the writer makes of it. Files that cannot be read are compared as bytes, by the tree that the revision recorded and by
    the hashes of their contents.
    """
    specification.refresh_from_db()
    path = repository_path(specification.slug)
    found = [f"{torn.relative_to(path)}: the file is torn" for torn in torn_references(path)]
    try:
        with GitStore(path) as store:
            for line in _differences(store, specification):
                found.append(line)  # noqa: PERF402  what was found before Git fails is said as well
    except GitError as error:
        found.append(str(error))
    return found


def _differences(store: GitStore, specification: Specification) -> Iterator[str]:
    head, published = store.head(), specification.published_revision
    if head != published:
        yield f"branch: its head is {head[:12] or 'missing'}, the published revision is {published[:12] or 'missing'}"
    if store.branch_ref != f"refs/heads/{specification.branch}":
        yield f"branch: the repository publishes {store.branch_ref}, the database says {specification.branch}"
    if missing := lost(store.read_typed, published, set()):
        yield from (f"{part} is lost or torn" for part in missing)
        return
    if store.tree_of(published) != specification.tree:
        yield "specification: the files at the published revision are not those that were recorded"
    version = load_from(store, published)
    yield from rows_differ(specification, version)
    yield from _round_trip(version)
    governed = list(provenance(store))
    if not governed or governed[-1].sha != published:
        newest = governed[-1].sha[:12] if governed else "missing"
        yield f"published revision: the newest commit that a change, the source or the import brought is {newest}"
    yield from _revision_differences(specification, governed)
    yield from _release_differences(store, specification)


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
    changes = _stored_changes(specification)
    yield from (
        f"differences of revision {facts.sha[:12]} are not what the commit changed"
        for facts in wanted
        if changes.get(facts.sha, []) != _numbered(facts)
    )


def _numbered(facts: Facts) -> list[dict[str, Any]]:
    return [{**row, "position": position} for position, row in enumerate(facts.changes)]


def _stored_changes(specification: Specification) -> dict[str, list[dict[str, Any]]]:
    rows = RevisionChange.objects.filter(revision__specification=specification).order_by("revision", "position")
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows.values("revision__sha", "position", *_CHANGE_COLUMNS):
        grouped.setdefault(row.pop("revision__sha"), []).append(row)
    return grouped


def _release_differences(store: GitStore, specification: Specification) -> Iterator[str]:
    wanted, found = release_rows(store, specification.published_revision), stored_releases(specification)
    for tag in sorted(wanted.keys() | found.keys()):
        if wanted.get(tag) != found.get(tag):
            yield f"release {tag} differs from the tag"


def rebuild(*, specification: Specification) -> list[str]:
    """Rows anew from Git, at the head of the branch; what was wrong before, in words.

    Rows that are right stay as they are, and so does their history. Raises ``GitError``, or ``NotGoverned`` where the
    head is a commit that nobody decided on.
    """
    with GitStore(repository_path(specification.slug)) as store, transaction.atomic():
        locked = Specification.objects.select_for_update().get(pk=specification.pk)
        wrong = list(_differences(store, locked))
        locked.branch = store.branch_ref.removeprefix("refs/heads/")
        Specification.objects.filter(pk=locked.pk).update(branch=locked.branch)
        newest = Authorship(_mend_revisions(locked, _governed(store)), because=BY_REBUILD)
        project(locked, load_from(store, newest.revision.sha), newest)
        publish(locked, newest)
        mend_releases(store, locked, newest)
    specification.refresh_from_db()
    return wrong


def _governed(store: GitStore) -> list[Facts]:
    governed = list(provenance(store))
    newest = governed[-1].sha if governed else ""
    if newest != store.head():
        raise NotGoverned(
            f"The head of the branch, {store.head()[:12]}, was brought by no change, import or source.",
            f"Move the branch back to {newest[:12]}, the newest commit that was." if newest else "Import it again.",
        )
    return governed


def _mend_revisions(specification: Specification, wanted: list[Facts]) -> Revision:
    """The revisions as Git has them; the newest."""
    rows = {row.sha: row for row in specification.revisions.all()}
    extra = [row.pk for sha, row in rows.items() if sha not in {facts.sha for facts in wanted}]
    Revision.objects.filter(pk__in=extra).delete()
    for number, row in enumerate(rows.values()):
        row.number = _AWAY + number
    Revision.objects.bulk_update([row for row in rows.values() if row.pk not in extra], ["number"])
    changes = _stored_changes(specification)
    numbered = enumerate(wanted, start=1)
    return [_placed(specification, rows, changes, facts, number) for number, facts in numbered][-1]


def _placed(
    specification: Specification,
    rows: dict[str, Revision],
    changes: dict[str, list[dict[str, Any]]],
    facts: Facts,
    number: int,
) -> Revision:
    """The row of one revision as it should be, with its differences."""
    row = rows.get(facts.sha)
    if row is None:
        return add_revision(specification, facts, number)
    if changes.get(facts.sha, []) != _numbered(facts):
        row.changes.all().delete()
        add_changes(row, facts.changes)
    return _mended(row, facts, number)


def _mended(row: Revision, facts: Facts, number: int) -> Revision:
    columns = {**facts.columns, "number": number}
    for name, value in columns.items():
        setattr(row, name, value)
    Revision.objects.filter(pk=row.pk).update(**columns)
    return row
