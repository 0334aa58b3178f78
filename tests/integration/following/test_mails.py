"""E-mails: who gets which, after the commit, and nothing lost when the mail server is away."""

import socket
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.mail.backends.smtp import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from changes_app.models import OutboxMessage
from changes_app.proposals.actions import submissions
from changes_app.record import outbox
from changes_app.workflow import Status
from tests.drivers import COMPATIBLE, EDITORIAL, World
from tests.mail_sink import MailSink


@pytest.fixture(autouse=True)
def server_is_up() -> None:
    cache.delete(outbox.SERVER_DOWN)


@pytest.fixture
def unused_tcp_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def sent_by_kind() -> dict[str, set[str]]:
    """The recipients of every message so far, by kind."""
    found: dict[str, set[str]] = {}
    for message in OutboxMessage.objects.all():
        found.setdefault(message.kind, set()).add(message.recipient.partition("@")[0])
    return found


def due_now() -> None:
    OutboxMessage.objects.update(next_try_at=timezone.now() - timedelta(seconds=1))


def test_everybody_concerned_is_written_to(world: World) -> None:
    world.published(COMPATIBLE)
    assert sent_by_kind() == {
        "received": {"pat"},
        "vote_needed": {"ada", "ben", "cyd", "col", "cha"},
        "decided": {"pat"},
        "published": {"pat", "ada", "ben"},
    }


def test_proposer_and_those_who_voted_are_not_asked_to_vote(world: World) -> None:
    change = world.in_review(COMPATIBLE, by=world.people.voters[1])
    assert sent_by_kind()["vote_needed"] == {"ada", "cyd", "col", "cha"}
    world.vote(change, world.people.voters[0])
    OutboxMessage.objects.all().delete()
    submissions.take("hold", change=change, by=world.people.chair)
    submissions.take("resume", change=change, by=world.people.chair)
    assert sent_by_kind()["vote_needed"] == {"cyd", "cha"}


@pytest.mark.parametrize(
    ("status", "kind", "text"),
    [
        (Status.CHANGES_REQUESTED, "changes_asked", "Shorter, please."),
        (Status.REJECTED, "decided", "It is clear already."),
    ],
)
def test_the_reason_is_in_the_message(world: World, status: Status, kind: str, text: str) -> None:
    change = world.drive(status)
    message = OutboxMessage.objects.get(kind=kind)
    assert message.subject.startswith(f"{change.number} ")
    assert text in message.body
    assert f"http://127.0.0.1:8000/ysd/changes/{change.number}/" in message.body


def test_hostile_text_arrives_as_text(world: World) -> None:
    world.submitted(title="<b>&amp; {{ 7|add:7 }} “quotes”")
    message = OutboxMessage.objects.get(kind="received")
    assert "<b>&amp; {{ 7|add:7 }} “quotes”" in message.subject
    assert "<b>&amp; {{ 7|add:7 }} “quotes”" in message.body


def test_messages_leave_after_the_commit(
    world: World, mail_sink: MailSink, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    OutboxMessage.objects.all().delete()
    with django_capture_on_commit_callbacks() as callbacks:
        world.submitted(EDITORIAL)
        assert mail_sink.messages == []
    for callback in callbacks:
        callback()
    (message,) = mail_sink.messages
    assert message["To"] == "pat@example.org"
    assert message["Subject"] == "YSD-0007 received: Say which surname"
    assert OutboxMessage.objects.get().sent_at is not None


def test_a_server_that_is_down_delays_and_loses_nothing(
    world: World, mail_sink: MailSink, settings: LazySettings, unused_tcp_port: int
) -> None:
    world.in_review(EDITORIAL)
    waiting = OutboxMessage.objects.count()
    settings.EMAIL_PORT = unused_tcp_port
    assert outbox.deliver() == outbox.Delivery(sent=0, waiting=waiting)
    assert OutboxMessage.objects.filter(sent_at=None, attempts=1).exclude(last_error="").count() == waiting
    with pytest.raises(SystemExit):
        call_command("send_outbox")
    settings.EMAIL_PORT = mail_sink.port
    assert outbox.deliver().sent == 0, "not due again yet"
    due_now()
    assert outbox.deliver() == outbox.Delivery(sent=waiting, waiting=0)
    assert len(mail_sink.messages) == waiting


def test_nobody_waits_for_a_server_that_has_just_failed(world: World, mail_sink: MailSink) -> None:
    world.submitted(EDITORIAL)
    cache.set(outbox.SERVER_DOWN, True, 60)
    outbox.deliver_soon()
    assert mail_sink.messages == []
    assert outbox.deliver().sent == 1


def test_one_refused_address_does_not_hold_up_the_others(
    world: World, mail_sink: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.in_review(EDITORIAL)
    send = EmailBackend.send_messages

    def refusing(self: EmailBackend, messages: list[object]) -> int | None:
        if "ada@example.org" in getattr(messages[0], "to", []):
            raise SMTPRecipientsRefused({"ada@example.org": (550, b"unknown")})
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    delivery = outbox.deliver()
    assert delivery.waiting == 1
    assert "550" in OutboxMessage.objects.get(sent_at=None).last_error
    assert len(mail_sink.messages) == delivery.sent == OutboxMessage.objects.count() - 1


def test_a_message_another_sender_has_claimed_is_left_to_it(world: World, mail_sink: MailSink) -> None:
    world.submitted(EDITORIAL)
    OutboxMessage.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert outbox.deliver() == outbox.Delivery(sent=0, waiting=1)
    OutboxMessage.objects.update(claimed_until=timezone.now() - timedelta(minutes=1))
    assert outbox.deliver() == outbox.Delivery(sent=1, waiting=0)
