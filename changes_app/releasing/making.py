"""Making a release: what was published since the one before gets a number, a day and its notes."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import texts
from changes_app.errors import Invalid, PublicationFailed, ReleaseRefused, Superseded
from changes_app.people import authorisation
from changes_app.record import events, locks
from changes_app.record.names import git_email, git_name
from changes_app.releasing import gate, mails
from changes_app.releasing.gathering import Gathered, gather
from changes_app.workflow import EventKind, Permission
from specs_app.actions.release_making import ReleaseContent, make_release
from specs_app.actions.revisions import committer
from specs_app.models import Revision, Specification
from specs_app.repository.commits import Author
from specs_app.repository.objects import GitError
from specs_app.yaml_files.writer import CannotWriteError


def make(
    *,
    specification: Specification,
    by: User | None,
    version: str = "",
    notes: str = "",
    effective: date | None = None,
    revision: str = "",
) -> Revision:
    """Make a release of what is published; its commit and tag are rows at once, and pushed by a job.

    ``version`` is the number that follows where it is empty, ``notes`` are what changed in words, ``effective`` is today.
    ``revision`` is the published one that was read: raises `Superseded` where it is another by now. An operator is None.
    Raises `Invalid` where the number, the notes or the day cannot be taken, `ReleaseRefused` with all that is in the way.
    """
    given = texts.checked(notes=notes)
    with transaction.atomic(durable=True):
        locked = locks.lock_specification(specification)
        if by is not None:
            authorisation.authorise_in(locked, Permission.RELEASE, by)
        _require_read(locked, revision)
        gathered, today = gather(locked), timezone.localdate()
        number, day = version.strip() or gathered.suggested, effective or today
        _require_sound(gathered, number, day, today)
        content = ReleaseContent(
            number, given["notes"] or gathered.notes, day, gathered.change_class, systems=gathered.systems
        )
        made = _publish(locked, gathered, content, by)
        event = events.tell(
            EventKind.RELEASED,
            specification=locked,
            by=by,
            version=number,
            revision=made.sha,
            change_class=content.change_class,
        )
        mails.queue(event, locked, content)
    return made


def _require_read(specification: Specification, revision: str) -> None:
    if revision not in ("", specification.published_revision):
        message = "Something was published since you read what the release holds."
        raise Superseded(message, conflicts=[], remedy="Read what it holds now, and decide again.")


def _require_sound(gathered: Gathered, version: str, effective: date, today: date) -> None:
    if problems := gate.faults(gathered, version, effective, today):
        raise Invalid("The release cannot be made so.", problems=problems)
    if problems := gate.obstacles(gathered, version, effective):
        remedy = "Do what is said at each, and make the release then."
        raise ReleaseRefused(f"Release {version} cannot be made yet.", problems=problems, remedy=remedy)


def _publish(specification: Specification, gathered: Gathered, content: ReleaseContent, by: User | None) -> Revision:
    author = Author(git_name(by), git_email(by)) if by else committer()
    when = timezone.now().replace(microsecond=0)
    try:
        return make_release(
            specification=specification, head=gathered.head, release=content, author=author, when=when, by=by
        )
    except CannotWriteError as error:
        message = f"Release {content.version} cannot be written."
        raise ReleaseRefused(message, problems=[error.problem], remedy=error.problem.remedy) from error
    except GitError as error:
        raise PublicationFailed(f"Release {content.version} could not be made: {error}", remedy=error.remedy) from error
