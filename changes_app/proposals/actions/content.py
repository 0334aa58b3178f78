"""The content of a change request: its edits, and everything computed from them, stored in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from changes_app.models import ChangeRequest, TouchedAddress, VotedContent
from changes_app.models import Edit as EditRow
from changes_app.people import permissions
from changes_app.proposals import assessment
from changes_app.proposals.assessment import Assessment
from changes_app.workflow import OPEN, Status, voting
from specs_app.document import paths
from specs_app.document.edits import Edit, apply, with_references
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.models import Revision, RevisionChange, Specification
from specs_app.tables.change_numbers import mentions
from specs_app.versions.cache import VERSIONS, weigh_document
from specs_app.versions.loading import load
from specs_app.versions.resolve import current
from specs_app.versions.version import Version
from specs_app.yaml_files import writer
from specs_app.yaml_files.writer import CannotWriteError

#: What of a proposal's own words is published with it.
PUBLISHED_WORDS = ("title", "reason", "benefit")


def document_at(specification: Specification, sha: str) -> Document:
    """The specification as it was at a revision."""
    return load(specification.slug, sha).document


def document_of(change: ChangeRequest, *, before: int | None = None) -> Document:
    """The standard as it is published now with the request's edits made, or only those before a position (from 0).

    An edit that does not apply is left out. This is what a form of one more edit chooses from.
    """
    head = current(change.specification)

    def made() -> Document:
        return apply(head.document, edits_of(change)[:before]).document

    return VERSIONS.get(("draft", head.slug, head.sha, change.content_hash, before), made, weigh_document)


def mentioned_numbers(head: Version) -> list[int]:
    """The numbers of changes that the files name."""
    return [mention.number for mention in mentions(head.files, head.document)]


def retired_references(specification: Specification, *, before: Revision | None = None) -> frozenset[str]:
    """The references of items that were taken out (until a revision, where one is given): none of them is given again."""
    gone = RevisionChange.objects.filter(
        revision__specification=specification, kind="removed", field="", address__startswith="items/"
    )
    if before is not None:
        gone = gone.filter(revision__number__lt=before.number)
    return frozenset(paths.split(address)[1] for address in gone.values_list("address", flat=True))


def taken_references(change: ChangeRequest) -> frozenset[str]:
    """Those that were used once, and those that other open proposals have been given."""
    others = EditRow.objects.filter(
        change__specification=change.specification, change__status__in=[*OPEN, Status.DRAFT], action="add_item"
    ).exclude(change_id=change.pk)
    given = {values.get("item_ref") for values in others.values_list("values", flat=True)}
    return retired_references(change.specification) | {reference for reference in given if isinstance(reference, str)}


def writing_problems(head: Version, target: Document) -> tuple[Problem, ...]:
    """Why the YAML could not be written as it would have to be; empty where it can."""
    try:
        writer.write(head.reading, target)
    except CannotWriteError as error:
        return (error.problem,)
    return ()


def edits_of(change: ChangeRequest) -> tuple[Edit, ...]:
    """The stored edits, typed."""
    return assessment.parse([row.as_json() for row in change.edits.all()])


def assess_on(head: Version, change: ChangeRequest, edits: Sequence[Edit]) -> Assessment:
    """The edits on the specification as it is now."""
    retired = retired_references(change.specification)
    return assessment.assess(head.document, edits, known=head.problems, retired=retired)


def conflicts_with(head: Version, change: ChangeRequest, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Where the standard has moved, since the proposal was begun, in fields that it alters too."""
    if change.base_revision == head.sha:
        return []
    begun = document_at(change.specification, change.base_revision)
    return assessment.find_conflicts(begun, head.document, edits)


def store(change: ChangeRequest, edits: Sequence[Edit], *, head: Version, settle: bool) -> Assessment:
    """Replace the edits and what follows from them, on the specification as it is now; raises `Invalid` where one does not apply.

    The base moves up to the current revision, unless there are conflicts: those are kept to be shown, or, with ``settle``,
    noted as overridden, which gives the proposal another hash. New items are given the references that they will have.
    """
    found = conflicts_with(head, change, edits)
    if settle:
        change.overrides = [*change.overrides, *found]
        found = []
    change.conflicts = found
    edits = with_references(head.document, edits, retired=taken_references(change))
    result = assess_on(head, change, edits)
    assessment.require_applicable(result)
    if not found:
        change.base_revision = head.sha
    fill(change, result)
    change.content_hash = hash_now(change, edits)
    change.save()
    _replace_rows(change, edits, result)
    return result


def fill(change: ChangeRequest, result: Assessment) -> None:
    """The computed fields of a change request from an assessment."""
    change.change_class = result.change_class
    change.differences = [entry.as_dict() for entry in result.changes]
    change.problems = [problem.as_dict() for problem in (*result.introduced, *_out_of_reach(change, result))]
    change.impact = result.impact.as_dict()


def _out_of_reach(change: ChangeRequest, result: Assessment) -> Iterator[Problem]:
    """What is said of new rules that the voters of today cannot meet."""
    if result.document.settings.rules == result.base.settings.rules:
        return
    able = permissions.able_organisations(change.specification)[change.specification_id]
    for words in voting.unmet(result.document.settings.rules, able):
        remedy = "Ask for fewer votes, or let more organisations into the steering group first."
        yield Problem("rule-out-of-reach", "warning", f"With these rules: {words}", remedy, address="settings/rules")


def hash_now(change: ChangeRequest, edits: Sequence[Edit]) -> str:
    """The hash of what the proposal says with these edits, and of what they came to when they were stored."""
    words = {name: getattr(change, name) for name in PUBLISHED_WORDS}
    return assessment.hash_of(edits, change.differences, change.overrides, words)


def _replace_rows(change: ChangeRequest, edits: Sequence[Edit], result: Assessment) -> None:
    change.edits.all().delete()
    EditRow.objects.bulk_create(
        EditRow(change=change, position=position, **edit.as_json()) for position, edit in enumerate(edits)
    )
    change.touched.all().delete()
    TouchedAddress.objects.bulk_create(TouchedAddress(change=change, address=address) for address in result.addresses)


def keep_voted(change: ChangeRequest) -> None:
    """Keep what a proposal says now, as somebody votes on it; once however many do."""
    words = {name: getattr(change, name) for name in PUBLISHED_WORDS}
    edits = [row.as_json() for row in change.edits.all()]
    said = {"words": words, "edits": edits, "differences": change.differences, "kept_at": timezone.now()}
    VotedContent.objects.get_or_create(change=change, content_hash=change.content_hash, defaults=said)


def keep_rules(change: ChangeRequest, head: Version) -> None:
    """The steering rules in force now become the proposal's own; votes given under another rule for its class are void."""
    settings = head.document.settings
    change.rules = [asdict(rule) for rule in settings.rules]
    change.rule_hash = voting.hash_of(settings.rule(change.known_class))
    change.public_comments = settings.public_comments
