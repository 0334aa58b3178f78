"""What fails beneath a page or an answer of REST: told in words, with a number that the log has beside the traceback."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass, field
from http import HTTPStatus

from django.db import InterfaceError, OperationalError

from specs_app.repository.objects import GitError
from specs_app.web.request_numbers import reference

log = logging.getLogger(__name__)

#: Outages of what the portal stands on; everything else is a fault of its own.
OUTAGES = (GitError, OperationalError, InterfaceError)
RETRY_SECONDS = 60
#: Seconds after which a lock that was waited for in vain is likely to be free.
BUSY_SECONDS = 5
#: What PostgreSQL calls a deadlock, a lock that did not come in time, and two transactions that cannot both have been first.
LOCKED_STATES = {"40P01", "55P03", "40001"}
LOCKED_CODES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@dataclass(frozen=True, slots=True)
class Failure:
    """What a reader is told. It names no specification and no path: not everybody may know of them."""

    status: HTTPStatus
    kind: str
    title: str
    detail: str
    retry_after: int | None = None
    reference: str = field(default_factory=reference)


def failure_of(error: BaseException | None) -> Failure:
    """The words for an error that nothing else has put into words."""
    unavailable = HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, GitError):
        detail = "What is published is safe, and nothing was changed. It is mended by itself in most cases: try again in a minute."
        return Failure(unavailable, "no-repository", "The repository cannot be read now", detail, RETRY_SECONDS)
    if is_locked(error):
        detail = "What you sent was not saved, as others are saving now. Go back and send it again in a few seconds."
        return Failure(unavailable, "busy", "The portal is busy saving", detail, BUSY_SECONDS)
    if isinstance(error, OUTAGES):
        detail = "What is stored is safe; what you sent was either saved whole or not at all. Try again in a minute."
        return Failure(unavailable, "no-database", "The database does not answer now", detail, RETRY_SECONDS)
    detail = (
        "The portal could not finish this. What is published is safe, and a change is either saved whole or not at all. "
        "Try again in a minute."
    )
    return Failure(HTTPStatus.INTERNAL_SERVER_ERROR, "error", "Something went wrong on our side", detail)


def is_locked(error: BaseException | None) -> bool:
    """Whether the database answered, and gave up waiting for what another held."""
    cause = getattr(error, "__cause__", None)
    if isinstance(cause, sqlite3.OperationalError):
        return cause.sqlite_errorcode & 0xFF in LOCKED_CODES  # the higher bits say why
    return isinstance(error, OperationalError) and getattr(cause, "sqlstate", None) in LOCKED_STATES


def note(failure: Failure, path: str, error: BaseException | None) -> None:
    """The line of the log that has the number and the traceback."""
    log.error("%s: %s: %s", failure.reference, failure.title, path, exc_info=error)
