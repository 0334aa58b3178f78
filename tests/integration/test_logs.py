"""What the log says of a request, and what it never holds."""

from __future__ import annotations

import json
import logging
import logging.config
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import TextIO

import pytest
from django.conf import LazySettings
from django.test import Client

from changes_app.models import OutboxMessage
from ssd_portal.logs import MOMENT, PIECE, AsJson, AsText, Gathering, Lines, logging_settings
from tests.drivers import account
from tests.log_lines import LogText

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(r"INFO ([A-Z]{8}) ssd_portal\.requests: (\S+) (\S+) (\d+) \d+ ms")


def record(level: int, text: str, *said: str) -> logging.LogRecord:
    return logging.LogRecord("a.b", level, "", 0, text, said, None)


class Unspeakable:
    def __repr__(self) -> str:
        raise ValueError("no words")


def closed() -> TextIO:
    stream = StringIO()
    stream.close()
    return stream


@pytest.mark.django_db
def test_request_is_one_line_under_the_number_of_its_answer(client: Client, log_text: LogText) -> None:
    answer = client.get("/there-is/nothing/", {"q": "private words"}, headers={"Authorization": "Bearer secret-token"})
    text = log_text()
    assert LINE.findall(text) == [(answer.headers["X-Request-ID"], "GET", "/there-is/nothing/", "404")]
    assert "private" not in text
    assert "secret-token" not in text


@pytest.mark.django_db
def test_error_page_shows_the_number_of_the_request(
    client: Client, log_text: LogText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ssd_portal.readiness.unreadable", None)
    client.raise_request_exception = False
    answer = client.get("/readyz")
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"<strong>{number}</strong>" in answer.content.decode()
    assert re.search(rf"ERROR {number} specs_app\.web\.failures: {number}: .*Traceback", log_text(), re.S)


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
def test_key_of_a_mailed_link_is_not_written(client: Client, log_text: LogText) -> None:
    client.get("/accounts/password/reset/key/3-c0ffee-abcdef/")
    client.get("/accounts/confirm-email/MTI:1abc:def/")
    client.get("/accounts/nothing/of/the-kind/")
    text = log_text()
    assert not re.search("c0ffee|1abc|the-kind", text)
    assert len(LINE.findall(text)) == 3


@pytest.mark.django_db
def test_newline_in_an_address_makes_no_second_line(client: Client, log_text: LogText) -> None:
    client.get("/nothing%0AERROR%20forged/")
    assert len(log_text().splitlines()) == 1


@pytest.mark.django_db
def test_wrong_host_is_one_line_without_traceback(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    logging.config.dictConfig(logging_settings("INFO", "text"))
    assert client.get("/", headers={"Host": "elsewhere.example.org"}).status_code == 400
    said = capfd.readouterr().err
    assert "elsewhere.example.org" in said
    assert "Traceback" not in said


@pytest.mark.django_db
def test_line_of_what_is_very_long_fits_a_piece(client: Client, log_text: LogText) -> None:
    client.get("/" + "é" * 5000)
    client.get("/", headers={"Host": "a" * 50_000})
    lines = log_text().splitlines()
    assert [len(line) < PIECE for line in lines] == [True] * 3
    assert sum("..." in line for line in lines) == 2


@pytest.mark.parametrize("fault", [None, ValueError("a fault")])
def test_message_of_several_lines_is_one_line_of_text(fault: Exception | None) -> None:
    """What a Git server says, or a database, stands in messages as it was sent."""
    made = record(logging.WARNING, "It said: %s", "no\r\n2026-12-01 ERROR - a.b: forged\x1b[31m\u2028")
    made.exc_info = (type(fault), fault, None) if fault else None
    first, *more = AsText().format(made).splitlines()
    assert first.endswith(r"It said: no\r\n2026-12-01 ERROR - a.b: forged\x1b[31m\u2028")
    assert more == (["ValueError: a fault"] if fault else [])


def test_json_is_one_object_a_line() -> None:
    made = record(logging.INFO, "/x/\n")
    vars(made)["reference"] = "BCDFGHJK"
    line = json.loads(AsJson().format(made))
    assert (line["level"], line["logger"], line["message"], line["request"]) == ("INFO", "a.b", "/x/\n", "BCDFGHJK")


def test_line_of_a_request_says_the_same_in_both_forms() -> None:
    said = (1_790_000_000.0419, logging.INFO, "BCDFGHJK", "GET", "/x/", HTTPStatus.OK, 3)
    assert AsText().of_request(said).endswith(",041 INFO BCDFGHJK ssd_portal.requests: GET /x/ 200 3 ms")
    assert json.loads(AsJson().of_request(said)) == {
        "time": "2026-09-21T14:13:20.041+00:00",
        "level": "INFO",
        "logger": "ssd_portal.requests",
        "request": "BCDFGHJK",
        "message": "GET /x/ 200 3 ms",
        "method": "GET",
        "path": "/x/",
        "status": 200,
        "milliseconds": 3,
    }


def test_time_of_a_request_is_written_as_the_library_writes_that_of_a_record() -> None:
    form, usual = AsText(), logging.Formatter()
    for milliseconds in (*range(0, 3000, 7), 86_399_999):
        created = 1_790_000_000.0005 + milliseconds / 1000
        made = logging.makeLogRecord({"created": created, "msecs": milliseconds % 1000})
        assert form.formatTime(made) == usual.formatTime(made)


@pytest.mark.django_db
def test_reset_link_leads_to_the_site_whatever_host_asked(client: Client, settings: LazySettings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portal.example.org", ["*"]
    account("ada")
    client.post("/accounts/password/reset/", {"email": "ada@example.org"}, headers={"Host": "evil.example.net"})
    body = OutboxMessage.objects.get(recipient="ada@example.org").body
    assert "https://portal.example.org/accounts/password/reset/key/" in body
    assert "evil.example.net" not in body


def test_lines_of_a_moment_are_written_together_and_a_warning_at_once() -> None:
    stream = StringIO()
    lines = Lines(stream)
    lines.request(logging.INFO, "BCDF", "GET", "/x/", 200, 3)
    lines.record(record(logging.WARNING, "Look at this"))
    first, second = stream.getvalue().splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO BCDF ssd_portal\.requests: GET /x/ 200 3 ms", first)
    assert second.endswith("WARNING - a.b: Look at this")
    lines.record(record(logging.INFO, "Later"))
    lines.flush()
    assert stream.getvalue().endswith("INFO - a.b: Later\n")


def test_what_waits_is_written_after_a_moment_without_being_asked_for() -> None:
    stream, until = StringIO(), time.monotonic() + 20
    Lines(stream).request(logging.INFO, "BCDF", "GET", "/x/", 200, 3)
    while not stream.getvalue() and time.monotonic() < until:
        time.sleep(MOMENT)
    assert stream.getvalue().endswith("GET /x/ 200 3 ms\n")


def test_no_line_said_by_many_threads_is_lost_or_torn() -> None:
    stream = StringIO()
    lines = Lines(stream)

    def say(who: int) -> None:
        for number in range(500):
            lines.request(logging.INFO, f"{who}-{number}", "GET", "/x/", 200, 0)
            if number % 50 == 0:
                lines.flush()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(say, range(8)))
    lines.flush()
    written = stream.getvalue().splitlines()
    assert all(line.endswith("GET /x/ 200 0 ms") for line in written)
    assert sorted(line.split()[3] for line in written) == sorted(f"{who}-{n}" for who in range(8) for n in range(500))


def test_lines_of_several_processes_do_not_run_into_each_other() -> None:
    """All write to one pipe, which takes only so much in one piece, and its reader is slow."""
    reading, writing = os.pipe()
    streams = [os.fdopen(os.dup(writing), "w", buffering=-1) for _ in range(2)]
    os.close(writing)

    def say(stream: TextIO) -> None:
        with stream:
            lines = Lines(stream)
            for _ in range(4000):
                lines.request(logging.INFO, "BCDFGHJK", "GET", "/x/", 200, 0)
            lines.flush()

    with ThreadPoolExecutor(2) as pool, os.fdopen(reading, "rb", buffering=0) as end:
        said = [pool.submit(say, stream) for stream in streams]
        written = b"".join(iter(lambda: end.read(1000), b""))
        assert all(one.result() is None for one in said)
    lines = written.decode().splitlines()
    assert len(lines) == 8000
    assert {line.partition(" INFO ")[2] for line in lines} == {"BCDFGHJK ssd_portal.requests: GET /x/ 200 0 ms"}


def test_no_more_waits_for_a_slow_reader_than_memory_is_meant_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever says more then waits too, and nothing is lost."""

    class Slow(StringIO):
        def write(self, text: str) -> int:
            asked.set()
            go_on.wait(20)
            return super().write(text)

    def say() -> None:
        for number in range(500):
            lines.request(logging.INFO, str(number), "GET", "/x/", 200, 0)

    monkeypatch.setattr("ssd_portal.logs.MOST_WAITING", 700)
    asked, go_on, stream = Event(), Event(), Slow()
    lines = Lines(stream)
    speaker = Thread(target=say)
    speaker.start()
    assert asked.wait(20)
    speaker.join(MOMENT)
    assert speaker.is_alive()
    assert len(lines._waiting) <= 707
    go_on.set()
    speaker.join(20)
    lines.flush()
    assert [line.split()[3] for line in stream.getvalue().splitlines()] == [str(number) for number in range(500)]


def test_process_that_was_forked_writes_its_own_lines() -> None:
    """As where a server loads the site and makes its workers of that."""
    said = (
        "import logging, os, time; from ssd_portal.logs import LINES, MOMENT;"
        "LINES.request(20, 'OFPARENT', 'GET', '/x/', 200, 0); child = os.fork();"
        "LINES.request(20, 'OF' + ('PARENT' if child else 'CHILD'), 'GET', '/x/', 200, 0); time.sleep(5 * MOMENT);"
        "child and os.waitpid(child, 0); os._exit(0)"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert sorted(line.split()[3] for line in done.stderr.splitlines()) == ["OFCHILD", "OFPARENT", "OFPARENT"]


def test_line_that_cannot_be_put_into_words_keeps_no_other_from_being_written(log_text: LogText) -> None:
    handler = next(one for one in logging.getLogger("django").handlers if isinstance(one, Gathering))
    handler.handle(record(logging.INFO, "Half of %s and %s", "this"))
    handler.handle(logging.makeLogRecord({"msg": Unspeakable(), "levelno": logging.INFO}))
    handler.handle(record(logging.INFO, "All of %s", "this"))
    text = log_text()
    assert "A line of the log could not be written: 'Half of %s and %s'" in text
    assert "A line of the log could not be written: 'Unspeakable'" in text
    assert text.endswith("INFO - a.b: All of this\n")


@pytest.mark.parametrize("stream", [None, closed()])
def test_log_that_can_go_nowhere_ends_nothing(monkeypatch: pytest.MonkeyPatch, stream: TextIO | None) -> None:
    lines = Lines()
    monkeypatch.setattr(lines, "stream", stream)
    lines.record(record(logging.ERROR, "Nobody hears"))


def test_line_that_was_said_last_is_written_when_the_process_ends() -> None:
    said = (
        "import logging.config; from ssd_portal.logs import logging_settings;"
        "logging.config.dictConfig(logging_settings('INFO', 'text')); logging.getLogger('a.b').info('At the end')"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.endswith("INFO - a.b: At the end\n")
