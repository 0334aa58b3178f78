"""A standard as a proposal sees it: what its edits make of it, where they collide with it, and which references they may give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q

from changes_app.models import ChangeRequest
from changes_app.models import Edit as EditRow
from changes_app.proposals import assessment, resolution
from changes_app.proposals.assessment import Assessment
from changes_app.workflow import OPEN, Status
from specs_app.document import paths
from specs_app.document.edits import Edit, apply
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.models import Revision, RevisionChange, Specification
from specs_app.tables import wide_reading
from specs_app.tables.change_numbers import mentions
from specs_app.versions.cache import VERSIONS, weigh_document
from specs_app.versions.loading import load
from specs_app.versions.resolve import current
from specs_app.versions.version import Version
from specs_app.yaml_files import writer
from specs_app.yaml_files.writer import CannotWriteError

#: Bytes of one conflict with both of its sides.
CONFLICT_BYTES = 2000
#: What of a proposal's own words is published with it.
PUBLISHED_WORDS = ("title", "reason", "benefit")
#: A difference of a revision that takes an item out.
REMOVED_ITEM = Q(kind="removed", field="", address__startswith="items/")


def edits_of(change: ChangeRequest) -> tuple[Edit, ...]:
    """The stored edits, typed."""
    return assessment.parse([row.as_json() for row in change.edits.all()])


def document_at(specification: Specification, sha: str) -> Document:
    """The specification as it was at a revision."""
    return load(specification, sha).document


def document_of(change: ChangeRequest, *, before: int | None = None) -> Document:
    """The standard as it is published now with the request's edits made, or only those before a position (from 0).

    An edit that does not apply is left out. This is what a form of one more edit chooses from.
    """
    head = current(change.specification)

    def made() -> Document:
        return apply(head.document, edits_of(change)[:before]).document

    return VERSIONS.get(("draft", head.slug, head.sha, change.content_hash, before), made, weigh_document)


def assess_on(head: Version, change: ChangeRequest, edits: Sequence[Edit]) -> Assessment:
    """The edits on the specification as it is now."""
    retired = retired_references(change.specification) - restored_references(change)
    found = assessment.assess(head.document, edits, known=head.findings, retired=retired)
    return replace(found, introduced=(*found.introduced, *_table_faults(head, found.document)))


def _table_faults(head: Version, target: Document) -> tuple[Problem, ...]:
    """Why another table that is to be registered cannot be."""
    path = target.settings.wide_table
    if path in ("", head.document.settings.wide_table):
        return ()
    found = wide_reading.fault(head.files, path)
    return (found,) if found else ()


def conflicts_with(head: Version, change: ChangeRequest, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Where the standard has moved, since the proposal was begun, in fields that it alters too."""
    if change.base_revision == head.sha:
        return []
    begun = document_at(change.specification, change.base_revision)
    return assessment.find_conflicts(begun, head.document, edits)


def open_conflicts(change: ChangeRequest) -> list[dict[str, Any]]:
    """The conflicts of a proposal with the standard as it is now, made once for each version and content of the proposal."""
    head = current(change.specification)
    key = ("conflicts", head.slug, head.sha, change.base_revision, change.content_hash)
    found = VERSIONS.get(
        key,
        lambda: conflicts_with(head, change, edits_of(change)),
        lambda made: {id(made): CONFLICT_BYTES * (1 + len(made))},
    )
    return [dict(conflict) for conflict in found]


def rewritable(change: ChangeRequest, conflicts: Sequence[dict[str, Any]]) -> list[bool]:
    """Of each conflict, whether other words can be given for it."""
    edits, begun = edits_of(change), document_at(change.specification, change.base_revision)
    return [resolution.can_be_rewritten(edits, begun, conflict) for conflict in conflicts]


def writing_problems(head: Version, target: Document) -> tuple[Problem, ...]:
    """Why the YAML could not be written as it would have to be; empty where it can."""
    try:
        writer.write(head.reading, target)
    except CannotWriteError as error:
        return (error.problem,)
    return ()


def hash_now(change: ChangeRequest, edits: Sequence[Edit]) -> str:
    """The hash of what the proposal says with these edits, and of what they came to when they were stored."""
    words = {name: getattr(change, name) for name in PUBLISHED_WORDS}
    return assessment.hash_of(edits, change.differences, change.overrides, words)


def mentioned_numbers(head: Version) -> list[int]:
    """The numbers of changes that the files name."""
    return [mention.number for mention in mentions(head.files, head.document)]


def retired_references(specification: Specification, *, before: Revision | None = None) -> frozenset[str]:
    """The references of items that were taken out (until a revision, where one is given): none of them is given again."""
    gone = RevisionChange.objects.filter(REMOVED_ITEM, revision__specification=specification)
    if before is not None:
        gone = gone.filter(revision__number__lt=before.number)
    return frozenset(paths.split(address)[1] for address in gone.values_list("address", flat=True))


def restored_references(change: ChangeRequest) -> frozenset[str]:
    """The references of items that the change took out which this one reverts: under them the same items come back."""
    return taken_out_by(change.reverts) if change.reverts else frozenset()


def taken_out_by(published: ChangeRequest) -> frozenset[str]:
    """The references of the items that a published change took out."""
    gone = RevisionChange.objects.filter(REMOVED_ITEM, revision__specification=published.specification)
    gone = gone.filter(revision__sha=published.published_revision)
    return frozenset(paths.split(address)[1] for address in gone.values_list("address", flat=True))


def taken_references(change: ChangeRequest) -> frozenset[str]:
    """Those that were used once, and those that other open proposals have been given."""
    others = EditRow.objects.filter(
        change__specification=change.specification, change__status__in=[*OPEN, Status.DRAFT], action="add_item"
    ).exclude(change_id=change.pk)
    given = {values.get("item_ref") for values in others.values_list("values", flat=True)}
    retired = retired_references(change.specification) - restored_references(change)
    return retired | {reference for reference in given if isinstance(reference, str)}
