"""Rows made anew from the stored commits where the two do not say the same (`projection.verification`)."""

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
from specs_app.repository.copying import copy, copy_tags
from specs_app.repository.folder import Folder
from specs_app.repository.packs import keep_pack
from specs_app.repository.references import CHANGES, PORTAL, TAGS
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.versions.loading import load

#: Revision numbers are moved out of the way by this much while they are put right.
_AWAY = 1_000_000_000


def rebuild(*, specification: Specification) -> list[str]:
    """Rows anew from the stored commits, at the newest of them; what was wrong before, in words.

    Rows that are right stay as they are, and so does their history. Raises ``GitError``, or ``NotGoverned`` where there is no
    commit that anybody decided on.
    """
    with transaction.atomic():
        locked = Specification.objects.select_for_update().get(pk=specification.pk)
        wrong = list(differences(locked))
        newest = Authorship(_mend_revisions(locked, _governed(locked)), because=BY_REBUILD)
        project(locked, load(locked, newest.revision.sha), newest)
        publish(locked, newest)
        mend_releases(locked, newest)
    specification.refresh_from_db()
    return wrong


def take_folder_in(specification: Specification, folder: Folder) -> None:
    """Have the rows of a specification whose commits lie in a folder alone, as an earlier edition of the portal kept them."""
    rows, source = Rows(specification), Repository(folder)
    if rows.commits.exists() or not source.has(specification.published_revision):
        return
    with transaction.atomic():
        locked = Specification.objects.select_for_update().get(pk=specification.pk)
        rows.set_refs(source.refs(PORTAL, CHANGES, TAGS))
        copy(source, rows, locked.published_revision)
        copy_tags(source, rows)
        keep_pack(locked, folder, source.refs().values())


def _governed(specification: Specification) -> list[Facts]:
    governed = list(provenance(specification))
    if not governed:
        raise NotGoverned("No stored commit was brought by a change, an import or the source.", "Import it again.")
    return governed


def _mend_revisions(specification: Specification, wanted: list[Facts]) -> Revision:
    """The revisions as the commits have them; the newest."""
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
