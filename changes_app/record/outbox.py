"""The outbox: rows written in the event's own transaction, sent by a job. A mail server that is down delays, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from changes_app.models import Event, OutboxMessage
from specs_app.jobs.definition import job

#: For a message that the server refuses.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=1)
#: Far more than one message takes.
CLAIM = timedelta(minutes=5)
#: How many a job sends before it makes way for other jobs.
BATCH = 20


@dataclass(frozen=True, slots=True)
class Message:
    """A plain e-mail to one person."""

    kind: str
    recipient: str
    subject: str
    body: str


def queue(event: Event, messages: Iterable[Message]) -> None:
    """Write the e-mails that follow from an event beside it; a job sends them once the transaction is safe."""
    now = timezone.now()
    rows = [
        OutboxMessage(
            event_id=event.pk,
            kind=message.kind,
            recipient=message.recipient,
            subject=message.subject[:300],
            body=message.body,
            created_at=now,
            next_try_at=now,
        )
        for message in messages
    ]
    if rows:
        OutboxMessage.objects.bulk_create(rows)
        send.enqueue()


def post(*, kind: str, to: str, subject: str, body: str) -> None:
    """An e-mail that no event tells of, such as the link that confirms an address. It is forgotten once it is sent."""
    now = timezone.now()
    OutboxMessage.objects.create(
        kind=kind, recipient=to, subject=" ".join(subject.split())[:300], body=body, created_at=now, next_try_at=now
    )
    send.enqueue()


@job("Send e-mails", attempts=None, longest_pause=timedelta(minutes=10), every=timedelta(minutes=1))
def send() -> None:
    """Send what is due, over one connection. While the server is away the job waits for its next try, and no worker asks it."""
    if not _due().exists():
        return
    with get_connection() as connection:
        for _ in range(BATCH):
            message = _claim()
            if message is None:
                return
            _send(message, connection)
    send.enqueue()


def _due() -> QuerySet[OutboxMessage]:
    now = timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    return OutboxMessage.objects.filter(free, sent_at__isnull=True, next_try_at__lte=now)


def _claim() -> OutboxMessage | None:
    """Take one for this job, so that two never send one message twice."""
    with transaction.atomic():
        message = _due().select_for_update(skip_locked=True).first()
        if message:
            message.claimed_until = timezone.now() + CLAIM
            message.save(update_fields=["claimed_until"])
    return message


def _send(message: OutboxMessage, connection: BaseEmailBackend) -> None:
    """What the server refuses waits for another time. Raises where the connection is lost; the message that it was lost at waits
    too, so that none can hold up the others."""
    try:
        EmailMessage(message.subject, message.body, to=[message.recipient], connection=connection).send()
    except (SMTPRecipientsRefused, SMTPDataError, ValueError) as error:
        _postpone(message, f"The server refused it to {message.recipient}: {error}")
    except (OSError, SMTPException) as error:
        _postpone(message, str(error))
        raise
    else:
        _sent(message)


def _sent(message: OutboxMessage) -> None:
    if message.event_id is None:
        message.delete()
        return
    message.sent_at, message.claimed_until, message.last_error = timezone.now(), None, ""
    message.attempts += 1
    message.save()


def _postpone(message: OutboxMessage, error: str) -> None:
    message.next_try_at = timezone.now() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(message.attempts, 10))
    message.attempts += 1
    message.last_error, message.claimed_until = error, None
    message.save()
