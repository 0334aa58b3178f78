"""A real SMTP server for tests: it keeps what it is sent, and can be down."""

import asyncio
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default as policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import LazySettings

from tests.jobs import run_due


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class MailSink:
    """Keeps every message it receives in `messages`, in order."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        #: How often somebody has connected, and how long the server takes for each message.
        self.connections = 0
        self.seconds = 0.0
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def delivered(self) -> list[Message]:
        """What has come once the jobs that are due have run."""
        run_due()
        return self.messages

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds)
        self.messages.append(message_from_bytes(bytes(envelope.content or b""), policy=policy))
        return "250 kept"


@pytest.fixture
def mail_sink(settings: LazySettings) -> Iterator[MailSink]:
    """Django's mail goes over SMTP to the returned sink; `mail_sink.controller.stop()` takes the server down."""
    sink = MailSink()
    sink.controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    if sink.controller.server is not None:
        sink.controller.stop()
