"""E-mails: who gets which, after the commit, and nothing lost when the mail server is away."""

import socket
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.conf import LazySettings
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone
from django.utils.formats import date_format

from changes_app.models import OutboxMessage
from changes_app.proposals.actions import submissions
from changes_app.record import outbox
from changes_app.workflow import Status
from specs_app.jobs import queue, upkeep
from specs_app.jobs.worker import claim, run
from tests.drivers import COMPATIBLE, EDITORIAL, World
from tests.jobs import make_due, run_due
from tests.mail_sink import MailSink


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


def test_who_is_asked_to_vote_reads_what_would_change_and_until_when(world: World) -> None:
    change = world.in_review(EDITORIAL)
    assert change.rule
    message = OutboxMessage.objects.filter(kind="vote_needed").first()
    assert message
    assert "What would change:\n- Item YOUN002A: " in message.body
    due = timezone.now().date() + timedelta(days=change.rule.deadline_days)
    assert f"Votes are due by {date_format(due)}." in message.body


def test_hostile_text_arrives_as_text(world: World) -> None:
    world.submitted(title="<b>&amp; {{ 7|add:7 }} “quotes”")
    message = OutboxMessage.objects.get(kind="received")
    assert "<b>&amp; {{ 7|add:7 }} “quotes”" in message.subject
    assert "<b>&amp; {{ 7|add:7 }} “quotes”" in message.body


def sent() -> int:
    return OutboxMessage.objects.exclude(sent_at=None).count()


def test_no_mail_server_is_asked_within_a_step(world: World, mail_sink: MailSink) -> None:
    OutboxMessage.objects.all().delete()
    world.submitted(EDITORIAL)
    assert (mail_sink.connections, mail_sink.messages) == (0, [])
    (message,) = mail_sink.delivered()
    assert mail_sink.connections == 1
    assert message["To"] == "pat@example.org"
    assert message["Subject"] == "YSD-0007 received: Say which surname"
    assert sent() == 1


def test_vote_asks_no_mail_server_however_many_wait_for_a_slow_one(world: World, mail_sink: MailSink) -> None:
    """The server takes two seconds for each of fifty."""
    change = world.in_review(EDITORIAL)
    mail_sink.seconds = 2
    for number in range(50):
        outbox.post(kind="test", to=f"reader{number}@example.org", subject="Waits", body="For a slow server.")
    waiting = OutboxMessage.objects.filter(sent_at=None).count()
    world.vote(change, world.people.voters[0])
    assert mail_sink.connections == 0
    assert OutboxMessage.objects.filter(sent_at=None).count() >= waiting >= 50


def test_server_that_is_down_delays_and_loses_nothing(
    world: World, mail_sink: MailSink, settings: LazySettings, unused_tcp_port: int
) -> None:
    world.in_review(EDITORIAL)
    waiting = OutboxMessage.objects.count()
    settings.EMAIL_PORT = unused_tcp_port
    assert run_due() == 1
    assert sent() == 0
    assert "refused" in queue.standing(outbox.send).error
    settings.EMAIL_PORT = mail_sink.port
    assert mail_sink.delivered() == [], "not due again yet"
    make_due()
    assert len(mail_sink.delivered()) == sent() == waiting


def test_server_that_is_down_is_asked_once_whatever_is_written_meanwhile(
    world: World, mail_sink: MailSink, settings: LazySettings, unused_tcp_port: int
) -> None:
    settings.EMAIL_PORT = unused_tcp_port
    world.submitted(EDITORIAL)
    asked = claim("one of several")
    world.submitted(COMPATIBLE)
    run(asked)
    upkeep.queue_recurring()
    world.submitted(EDITORIAL)
    waiting = queue.listed(queue.WAITING, 50)
    (send,) = [entry for entry in waiting if entry.title == "Send e-mails"]
    assert send.tries == 1
    assert send.due > timezone.now()


def test_connection_that_is_lost_at_a_message_does_not_hold_up_the_others(
    world: World, mail_sink: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.in_review(EDITORIAL)
    breaks_for(monkeypatch, SMTPServerDisconnected("gone"))
    run_due()
    make_due()
    run_due()
    assert OutboxMessage.objects.get(sent_at=None).last_error == "gone"
    assert len(mail_sink.messages) == sent() == OutboxMessage.objects.count() - 1


@pytest.mark.parametrize(
    "refusal",
    [
        SMTPRecipientsRefused({"ada@example.org": (550, b"unknown")}),
        SMTPDataError(550, b"not with these words"),
        UnicodeError("550 is no address"),
    ],
)
def test_message_that_is_refused_does_not_hold_up_the_others(
    world: World, mail_sink: MailSink, monkeypatch: pytest.MonkeyPatch, refusal: Exception
) -> None:
    world.in_review(EDITORIAL)
    breaks_for(monkeypatch, refusal)
    run_due()
    left = OutboxMessage.objects.get(sent_at=None)
    assert "550" in left.last_error
    assert left.next_try_at > timezone.now()
    assert len(mail_sink.messages) == sent() == OutboxMessage.objects.count() - 1


def breaks_for(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """What goes to Ada ends in an error."""
    send = EmailBackend.send_messages

    def breaking(self: EmailBackend, messages: list[object]) -> int | None:
        if "ada@example.org" in getattr(messages[0], "to", []):
            raise error
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", breaking)


def test_many_messages_make_way_for_other_jobs(world: World, mail_sink: MailSink) -> None:
    OutboxMessage.objects.all().delete()
    for number in range(outbox.BATCH + 1):
        outbox.post(kind="test", to=f"reader{number}@example.org", subject="One of many", body="Many.")
    run(claim("a test"))
    assert len(mail_sink.messages) == outbox.BATCH
    assert len(mail_sink.delivered()) == outbox.BATCH + 1


def test_message_another_job_has_claimed_is_left_to_it(world: World, mail_sink: MailSink) -> None:
    world.submitted(EDITORIAL)
    OutboxMessage.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))
    assert mail_sink.delivered() == []
    OutboxMessage.objects.update(claimed_until=timezone.now() - timedelta(minutes=1))
    outbox.send.enqueue()
    assert len(mail_sink.delivered()) == 1
