"""What an administrator may do with the queue."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from changes_app.errors import NotFound
from changes_app.people import authorisation
from changes_app.record import events
from changes_app.workflow import EventKind
from specs_app.jobs import queue
from specs_app.jobs.queue import Standing


def try_again(*, key: UUID, by: User) -> Standing:
    """Have a job that failed run again as soon as a worker is free."""
    authorisation.require_administrator(by)
    with transaction.atomic():
        found = queue.try_again(key)
        if found is None:
            raise NotFound(
                "No job of that number has failed.", remedy="It may run again already: see the list of jobs."
            )
        events.note(EventKind.JOB_RETRIED, by=by, job=found.title, arguments=found.arguments, error=found.error)
    return found
