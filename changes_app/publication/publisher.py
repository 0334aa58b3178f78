"""The one road to Git.

All of it is one database transaction: the specification and the request are locked, checked, the steering rules asked again, and
the edits applied to the current head; the YAML is written, and the commit made as rows, on that head; revision, projected rows,
status, event and e-mails follow. Then it is published, durable and read by every node. No Git runs, and no folder is touched: the
repository that others clone follows by itself (`specs_app.repository.mirror`).

The times and names of a commit come from the stored decision, so that a repeat gives the same commit. Where the standard has moved
in the same field, nothing is overwritten: the change goes back to its author with both sides.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from changes_app.errors import PublicationFailed, WrongStatus
from changes_app.models import ChangeRequest
from changes_app.proposals import assessment, standard, steps
from changes_app.proposals.assessment import Assessment
from changes_app.publication import commit_content
from changes_app.publication.commit_content import Decision
from changes_app.record import events, locks
from changes_app.workflow import EventKind, Status
from specs_app.actions import revisions
from specs_app.document.edits import Edit
from specs_app.document.types import CHANGE_CLASSES
from specs_app.errors import NotGoverned
from specs_app.models import Revision
from specs_app.repository import mirror
from specs_app.repository.commits import Author
from specs_app.repository.objects import GitError
from specs_app.repository.references import of_change
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.tables import change_log
from specs_app.tables.log_types import types_of
from specs_app.versions.loading import load_made
from specs_app.versions.resolve import current
from specs_app.versions.version import Version
from specs_app.yaml_files import writer
from specs_app.yaml_files.reader import Reading
from specs_app.yaml_files.writer import CannotWriteError, Changes

log = logging.getLogger(__name__)

#: What may stop a publication from outside; everything else is a fault of the portal and shows as one.
CAUSES = (GitError, NotGoverned)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an approved change cannot be applied to the standard as it is now."""

    reason: str
    conflicts: Sequence[dict[str, Any]] = ()
    problems: Sequence[dict[str, Any]] = ()


#: Asks the steering rules again about a locked change: the decision, or None where they do not hold and it has gone back.
Ask = Callable[[ChangeRequest], Decision | None]


def publish(*, change: ChangeRequest, ask: Ask, by: User | None = None) -> ChangeRequest:
    """Publish an approved change; doing it twice does it once. ``by`` is None when the portal itself acts.

    The change comes back ``published``, ``in_review`` where the rules do not hold any more, or ``changes_requested`` where the
    standard has moved against it. Raises `PublicationFailed` where Git or a file refuses (the change then stays ``approved``),
    `WrongStatus` while its notice runs.
    """
    try:
        return _publish(change, ask, by)
    except CAUSES as error:
        problem = _note_failure(change, error)
        raise PublicationFailed(problem, remedy="Nothing is lost: `manage.py reconcile` tries again.") from error


def attempt(*, change: ChangeRequest, ask: Ask) -> ChangeRequest:
    """`publish` for somebody whose own action has succeeded already: a failure is stored, not raised."""
    try:
        return publish(change=change, ask=ask)
    except PublicationFailed as failure:
        log.error("%s could not be published: %s", change.number, failure)
        return ChangeRequest.objects.select_related("specification").get(pk=change.pk)


def _publish(change: ChangeRequest, ask: Ask, by: User | None) -> ChangeRequest:
    """The transaction, which is nobody else's."""
    with transaction.atomic(durable=True):
        specification = locks.lock_specification(change.specification)
        locked = locks.lock(change)
        locked.specification = specification
        if by is not None:
            steps.authorise(locked, "publish", by)
        if locked.status == Status.PUBLISHED:
            return locked
        steps.require_fit(locked, "publish")
        _check_notice(locked)
        if (decision := ask(locked)) is None:
            return locked
        edits, head = standard.edits_of(locked), current(specification)
        result = standard.assess_on(head, locked, edits)
        if obstacle := _obstacle(head, locked, edits, result):
            return _give_back(locked, obstacle)
        try:
            locked.published_revision, locked.publication_problem = _commit(locked, head, result, decision), ""
        except CannotWriteError as error:
            return _give_back(locked, Obstacle("The files cannot be written so.", problems=[error.problem.as_dict()]))
        steps.move(locked, "publish", by=by, revision=locked.published_revision)
    return locked


def _check_notice(change: ChangeRequest) -> None:
    if change.notice_runs and change.publish_after:
        day = date_format(timezone.localtime(change.publish_after), "j F Y")
        message = f"The notice of {change.number} runs until {day}."
        raise WrongStatus(message, expected="a notice that has run", remedy="It is published by itself then.")


def _obstacle(head: Version, change: ChangeRequest, edits: Sequence[Edit], result: Assessment) -> Obstacle | None:
    """Why the edits on ``head`` are not what was voted on any more; None where they are."""
    if conflicts := standard.conflicts_with(head, change, edits):
        return Obstacle("The standard has changed in the same place.", conflicts=conflicts)
    if result.errors:
        problems = [problem.as_dict() for problem in result.errors]
        return Obstacle("The standard has changed so that this no longer fits.", problems=problems)
    if not result.changes:
        return Obstacle("The standard says this already.")
    if CHANGE_CLASSES.index(result.change_class) > CHANGE_CLASSES.index(change.known_class):
        return Obstacle(f"On the standard as it is now this would be {result.change_class}, not {change.change_class}.")
    if more := assessment.beyond(result.changes, change.differences):
        return Obstacle(
            f"On the standard as it is now it would also change what nobody voted on: {', '.join(more[:5])}."
        )
    if standard.hash_now(change, edits) != change.content_hash:
        return Obstacle("What is stored is not what was voted on.")
    return None


def _give_back(change: ChangeRequest, obstacle: Obstacle) -> ChangeRequest:
    """Back to its author, with what stands in the way."""
    change.conflicts = list(obstacle.conflicts)
    data = {"reason": obstacle.reason, "conflicts": change.conflicts, "problems": list(obstacle.problems)}
    steps.move(change, "return", by=None, **data)
    return change


def _commit(change: ChangeRequest, head: Version, result: Assessment, decision: Decision) -> str:
    """Write files, make the commit, store the revision; returns its id."""
    specification = change.specification
    rows = Rows(specification)
    repository = Repository(rows)
    written, reading = _written(head, result, decision)
    sha = repository.commit_tree(
        head.sha,
        written,
        author=decision.author,
        committer=decision.committer,
        when=decision.decided_at,
        message=commit_content.message(decision),
    )
    rows.set_refs({of_change(change.number): sha})
    version = load_made(repository, specification.slug, sha, head, reading)
    revisions.record_from(
        repository,
        version,
        head,
        specification=specification,
        kind=Revision.Kind.CHANGE,
        change_number=change.number,
        proposer=change.proposer,
    )
    mirror.follow.enqueue(specification.slug)
    return sha


def _written(before: Version, result: Assessment, decision: Decision) -> tuple[Changes, Reading]:
    """The files that alter, and all files as they are then read: the content with its metadata, and the change log."""
    target = commit_content.stamp(result.document, result.changes, decision)
    written, reading = writer.write(before.reading, target)
    types = types_of(before.logged_changes)
    entry = commit_content.log_entry(before.document, result.document, result.changes, decision, types)
    logged = change_log.with_entry(before.files, entry)
    return {**written, **logged}, writer.changed(reading, logged)


def decision_of(change: ChangeRequest) -> Decision:
    """What the commit says about how it was decided, from what was stored then."""
    stored = change.decision
    if change.decided_at is None or not stored:
        raise PublicationFailed(f"{change.number} was never decided.")
    return Decision(
        number=change.number,
        title=change.title,
        reason=change.reason,
        change_class=change.change_class,
        decided_at=change.decided_at,
        approved_by=tuple(stored["approved_by"]),
        rules=stored["rules"],
        page=stored["page"],
        author=Author(**stored["author"]),
        committer=Author(**stored["committer"]),
        reverts=change.reverts.number if change.reverts else "",
    )


def _note_failure(change: ChangeRequest, error: Exception) -> str:
    """Store why a commit could not be made, with its event; what is said of it."""
    problem = f"{change.number} is approved, but its commit could not be made: {error}"
    with transaction.atomic():
        locked = locks.lock(change)
        locked.publication_problem = str(error)
        locked.save(update_fields=["publication_problem"])
        events.record(EventKind.PUBLICATION_FAILED, change=locked, by=None, problem=str(error))
    return problem
