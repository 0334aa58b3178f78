"""What the log says of a request, and what it never holds."""

from __future__ import annotations

import json
import logging
import logging.config
import re
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from changes_app.models import OutboxMessage
from ssd_portal.logs import AsJson, AsText, Gathering, RequestLine, WithReference, logging_settings
from tests.drivers import account

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(r"INFO ([A-Z]{8}) ssd_portal\.requests: (\S+) (\S+) (\d+) \d+ ms")


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What a handler set up as the portal's writes during a test, as text."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(AsText())
    handler.addFilter(WithReference())
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


@pytest.mark.django_db
def test_request_is_one_line_under_the_number_of_its_answer(client: Client, written: StringIO) -> None:
    answer = client.get("/there-is/nothing/", {"q": "private words"}, headers={"Authorization": "Bearer secret-token"})
    found = LINE.findall(written.getvalue())
    assert found == [(answer.headers["X-Request-ID"], "GET", "/there-is/nothing/", "404")]
    assert "private" not in written.getvalue()
    assert "secret-token" not in written.getvalue()


@pytest.mark.django_db
def test_error_page_shows_the_number_of_the_request(
    client: Client, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssd_portal.readiness.unreadable", None)
    client.raise_request_exception = False
    answer = client.get("/readyz")
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"<strong>{number}</strong>" in answer.content.decode()
    assert re.search(rf"ERROR {number} specs_app\.web\.failures: {number}: .*Traceback", written.getvalue(), re.S)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [(1, "proxy-0123456789", True), (0, "proxy-0123456789", False), (1, "a b\tc", False), (1, "x" * 65, False)],
)
def test_number_of_a_proxy_is_taken_where_there_is_one(
    client: Client, settings: LazySettings, proxies: int, given: str, taken: bool
) -> None:
    settings.PROXIES = proxies
    answer = client.get("/there-is/nothing/", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is taken


@pytest.mark.django_db
def test_key_of_a_mailed_link_is_not_written(client: Client, written: StringIO) -> None:
    client.get("/accounts/password/reset/key/3-c0ffee-abcdef/")
    client.get("/accounts/confirm-email/MTI:1abc:def/")
    client.get("/accounts/nothing/of/the-kind/")
    text = written.getvalue()
    assert not re.search("c0ffee|1abc|the-kind", text)
    assert len(LINE.findall(text)) == 3


@pytest.mark.django_db
def test_newline_in_an_address_makes_no_second_line(client: Client, written: StringIO) -> None:
    client.get("/nothing%0AERROR%20forged/")
    assert len(written.getvalue().splitlines()) == 1


@pytest.mark.django_db
def test_wrong_host_is_one_line_without_traceback(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logging_settings("INFO", "text"))
    assert client.get("/", headers={"Host": "elsewhere.example.org"}).status_code == 400
    said = capfd.readouterr().err
    assert "elsewhere.example.org" in said
    assert "Traceback" not in said


def test_json_is_one_object_a_line() -> None:
    record = logging.LogRecord("a.b", logging.INFO, "", 0, "%(path)s", ({"path": "/x/"},), None)
    vars(record).update({"path": "/x/", "status": 200, "reference": "BCDFGHJK"})
    line = json.loads(AsJson().format(record))
    assert (line["message"], line["path"], line["status"], line["request"]) == ("/x/", "/x/", 200, "BCDFGHJK")


def test_line_of_a_request_has_all_that_formatters_of_others_ask_for() -> None:
    record = RequestLine("a.b", logging.INFO, ("GET", "/x/", 200, 3), "BCDF")
    assert vars(record).keys() >= vars(logging.makeLogRecord({})).keys()
    as_others = logging.Formatter(
        "%(levelname)s %(filename)s:%(lineno)d %(process)d %(threadName)s %(path)s %(message)s"
    )
    assert as_others.format(record) == "INFO :0 0  /x/ GET /x/ 200 3 ms"
    line = json.loads(AsJson().format(record))
    assert (line["request"], line["method"], line["path"], line["status"]) == ("BCDF", "GET", "/x/", 200)
    assert (line["milliseconds"], line["message"]) == (3, "GET /x/ 200 3 ms")


@pytest.mark.django_db
def test_reset_link_leads_to_the_site_whatever_host_asked(client: Client, settings: LazySettings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portal.example.org", ["*"]
    account("ada")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"}, headers={"Host": "evil.example.net"})
    body = OutboxMessage.objects.get(recipient="ada@example.org").body
    assert "https://portal.example.org/accounts/password/reset/key/" in body
    assert "evil.example.net" not in body


def test_lines_of_a_moment_are_written_together_and_a_warning_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    handler = Gathering()
    handler.setFormatter(AsText())
    handler.addFilter(WithReference())
    handler.handle(RequestLine("a.b", logging.INFO, ("GET", "/x/", 200, 3), "BCDF"))
    handler.handle(logging.LogRecord("a.b", logging.WARNING, "", 0, "Look at %s", ("this",), None))
    first, second = capfd.readouterr().err.splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO BCDF a\.b: GET /x/ 200 3 ms", first)
    assert second.endswith("WARNING - a.b: Look at this")
    handler.handle(logging.LogRecord("a.b", logging.INFO, "", 0, "Later", (), None))
    handler.flush()
    assert capfd.readouterr().err.endswith("INFO - a.b: Later\n")


def test_line_that_was_said_last_is_written_when_the_process_ends() -> None:
    said = (
        "import logging.config; from ssd_portal.logs import logging_settings;"
        "logging.config.dictConfig(logging_settings('INFO', 'text')); logging.getLogger('a.b').info('At the end')"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.endswith("INFO - a.b: At the end\n")
