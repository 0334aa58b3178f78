"""The content of a change request: its edits, and everything computed from them, stored in one place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from django.utils import timezone

from changes_app.models import ChangeRequest, TouchedAddress, VotedContent
from changes_app.models import Edit as EditRow
from changes_app.people import permissions
from changes_app.proposals import assessment, standard
from changes_app.proposals.assessment import Assessment
from changes_app.workflow import voting
from specs_app.document.edits import Edit, with_references
from specs_app.document.problems import Problem
from specs_app.document.types import LOCAL_RULE
from specs_app.versions.version import Version


def store(
    change: ChangeRequest, edits: Sequence[Edit], *, head: Version, settle: bool, applicable: bool = True
) -> Assessment:
    """Replace the edits and what follows from them, on the specification as it is now; raises `Invalid` where one does not apply.

    The base moves up to the current revision, unless there are conflicts: those are kept to be shown, or, with ``settle``,
    noted as overridden, which gives the proposal another hash. New items are given the references that they will have.
    Not ``applicable``: an edit that does not apply is kept, as the conflict that it meets is still to be settled.
    """
    found = standard.conflicts_with(head, change, edits)
    if settle:
        change.overrides = [*change.overrides, *found]
        found = []
    change.conflicts = found
    edits = with_references(head.document, edits, retired=standard.taken_references(change))
    result = standard.assess_on(head, change, edits)
    if applicable:
        assessment.require_applicable(result)
    if not found:
        change.base_revision = head.sha
    fill(change, result)
    change.content_hash = standard.hash_now(change, edits)
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


def _replace_rows(change: ChangeRequest, edits: Sequence[Edit], result: Assessment) -> None:
    change.edits.all().delete()
    EditRow.objects.bulk_create(
        EditRow(change=change, position=position, **edit.as_json()) for position, edit in enumerate(edits)
    )
    change.touched.all().delete()
    TouchedAddress.objects.bulk_create(TouchedAddress(change=change, address=address) for address in result.addresses)


def keep_voted(change: ChangeRequest) -> None:
    """Keep what a proposal says now, as somebody votes on it; once however many do."""
    words = {name: getattr(change, name) for name in standard.PUBLISHED_WORDS}
    edits = [row.as_json() for row in change.edits.all()]
    said = {"words": words, "edits": edits, "differences": change.differences, "kept_at": timezone.now()}
    VotedContent.objects.get_or_create(change=change, content_hash=change.content_hash, defaults=said)


def keep_rules(change: ChangeRequest, head: Version) -> None:
    """The steering rules in force now become the proposal's own; votes given under another rule for its class are void."""
    settings = head.document.settings
    change.rules = [asdict(rule) for rule in (*settings.rules, LOCAL_RULE)]
    change.rule_hash = voting.hash_of(settings.rule(change.known_class))
    change.public_comments = settings.public_comments
