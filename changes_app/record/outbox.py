"""The outbox: rows written in the event's own transaction, sent after it. A mail server that is down delays, and loses nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from changes_app.models import Event, OutboxMessage

log = logging.getLogger(__name__)

#: While this key is in the cache nobody's request waits for a mail server that did not answer.
SERVER_DOWN = "changes_app.outbox.server_down"
PAUSE_AFTER_FAILURE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
CLAIM = timedelta(minutes=5)
BATCH = 50


@dataclass(frozen=True, slots=True)
class Message:
    """A plain e-mail to one person."""

    kind: str
    recipient: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How many were sent, and how many wait for another try."""

    sent: int
    waiting: int


def queue(event: Event, messages: Iterable[Message]) -> None:
    """Write the e-mails that follow from an event beside it; they go out once the transaction is safe."""
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
        transaction.on_commit(deliver_soon, robust=True)


def post(*, kind: str, to: str, subject: str, body: str) -> None:
    """An e-mail that no event tells of, such as the link that confirms an address. It is forgotten once it is sent."""
    now = timezone.now()
    OutboxMessage.objects.create(
        kind=kind, recipient=to, subject=" ".join(subject.split())[:300], body=body, created_at=now, next_try_at=now
    )
    transaction.on_commit(deliver_soon, robust=True)


def deliver_soon() -> None:
    """Send what is due, unless the mail server has just failed to answer."""
    if not cache.get(SERVER_DOWN):
        deliver()


def deliver() -> Delivery:
    """Send everything that is due, over one connection."""
    sent, batch = 0, _claim()
    try:
        if batch:
            with get_connection() as connection:
                while batch:
                    sent += sum(_send(message, connection) for message in batch)
                    batch = _claim()
    except (OSError, SMTPException) as error:
        log.warning("The mail server did not answer; messages are kept: %s", error)
        cache.set(SERVER_DOWN, True, PAUSE_AFTER_FAILURE.total_seconds())
        _postpone_batch(batch, str(error))
    return Delivery(sent, OutboxMessage.objects.filter(sent_at__isnull=True).count())


def _due(now: datetime) -> Q:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=now)
    return free & Q(sent_at__isnull=True, next_try_at__lte=now)


def _claim() -> list[OutboxMessage]:
    """Take a batch for this process, so that two senders never send one message twice."""
    now = timezone.now()
    with transaction.atomic():
        keys = OutboxMessage.objects.filter(_due(now)).select_for_update(skip_locked=True).values_list("pk", flat=True)
        wanted = list(keys[:BATCH])
        OutboxMessage.objects.filter(pk__in=wanted).update(claimed_until=now + CLAIM)
    return list(OutboxMessage.objects.filter(pk__in=wanted))


def _send(message: OutboxMessage, connection: BaseEmailBackend) -> bool:
    """True when the server took it. A refused address is tried again later; a lost connection stops the batch."""
    try:
        EmailMessage(message.subject, message.body, to=[message.recipient], connection=connection).send()
    except SMTPRecipientsRefused as error:
        _postpone(message, f"The server refused {message.recipient}: {error}")
        return False
    if message.event_id is None:
        message.delete()
        return True
    message.sent_at, message.claimed_until, message.last_error = timezone.now(), None, ""
    message.attempts += 1
    message.save()
    return True


def _postpone(message: OutboxMessage, error: str) -> None:
    message.attempts += 1
    message.last_error, message.claimed_until = error, None
    message.next_try_at = timezone.now() + min(LONGEST_PAUSE, PAUSE_AFTER_FAILURE * 2 ** min(message.attempts, 10))
    message.save()


def _postpone_batch(batch: list[OutboxMessage], error: str) -> None:
    """What of a batch the server did not take: free again, and due after a pause."""
    for message in batch:
        if message.sent_at is None and message.pk:
            _postpone(message, error)
