"""The tests' own mail server receives what Django sends."""

import pytest
from django.core.mail import send_mail

from tests.mail_sink import MailSink


def test_mail_arrives_at_the_sink(mail_sink: MailSink) -> None:
    send_mail("Your vote is needed", "Please look.", None, ["voter@example.org"])
    (message,) = mail_sink.messages
    assert message["Subject"] == "Your vote is needed"
    assert message["To"] == "voter@example.org"


def test_server_that_is_down_is_an_error(mail_sink: MailSink) -> None:
    mail_sink.controller.stop()
    with pytest.raises(OSError, match="refused"):
        send_mail("Your vote is needed", "Please look.", None, ["voter@example.org"])
    assert mail_sink.messages == []
