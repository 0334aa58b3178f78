"""Rows made anew from Git where the two do not say the same (`projection.verification`)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from specs_app.actions.releases import mend_releases
from specs_app.actions.revisions import add_changes, add_revision, publish
from specs_app.errors import NotGoverned
from specs_app.models import Revision, Specification
from specs_app.projection.authorship import BY_REBUILD, Authorship
from specs_app.projection.project import project
from specs_app.projection.provenance import Facts, provenance
from specs_app.projection.verification import differences, numbered_changes, stored_changes
from specs_app.repository.store import GitStore, repository_path
from specs_app.versions.loading import load_from

#: Revision numbers are moved out of the way by this much while they are put right.
_AWAY = 1_000_000_000


def rebuild(*, specification: Specification) -> list[str]:
    """Rows anew from Git, at the head of the branch; what was wrong before, in words.

    Rows that are right stay as they are, and so does their history. Raises ``GitError``, or ``NotGoverned`` where the
    head is a commit that nobody decided on.
    """
    with GitStore(repository_path(specification.slug)) as store, transaction.atomic():
        locked = Specification.objects.select_for_update().get(pk=specification.pk)
        wrong = list(differences(store, locked))
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
    changes = stored_changes(specification)
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
    if changes.get(facts.sha, []) != numbered_changes(facts):
        row.changes.all().delete()
        add_changes(row, facts.changes)
    return _mended(row, facts, number)


def _mended(row: Revision, facts: Facts, number: int) -> Revision:
    columns = {**facts.columns, "number": number}
    for name, value in columns.items():
        setattr(row, name, value)
    Revision.objects.filter(pk=row.pk).update(**columns)
    return row
