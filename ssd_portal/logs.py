"""The log: one line for each request under the number that its error page shows, as text or as JSON.

No line holds a query string, an address of a person or of a client, or the key of a link that was mailed.
Imports nothing of Django: the server sets the log up before the site is loaded.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from threading import RLock, Thread
from typing import Any, TextIO, TypeAlias

from specs_app.web.request_numbers import current_reference

#: The logger of requests.
REQUESTS = "ssd_portal.requests"
#: Seconds that a line may wait to be written.
MOMENT = 0.2
#: Values that may wait, of some 100,000 requests: whoever says more waits until it is written, as with the library's own handlers.
MOST_WAITING = 700_000
#: Bytes that a pipe takes in one piece, whoever else writes to it (PIPE_BUF of Linux): all processes of a server write to one.
PIECE = 4096
#: Characters of what a visitor alone has made up. Lines of them fit a piece.
LONGEST = 2000
#: What would begin a line of its own, or move the cursor of whoever reads: written as Python writes it.
NOT_IN_A_LINE = {code: repr(chr(code))[1:-1] for code in (*range(32), *range(127, 160), 0x2028, 0x2029)}

#: What is said of a request: seconds since 1970, level, the number of the request, method, path, status, milliseconds that it took.
Said: TypeAlias = tuple[float, int, str, str, str, int, int]


class Form(logging.Formatter, ABC):
    """How a line is written: that of any record, and that of a request, of which no record is made."""

    @abstractmethod
    def of_request(self, said: Said) -> str:
        """The line of one."""


class AsText(Form):
    """One line, whatever the message holds: time, level, request, logger, message; a traceback below it."""

    def __init__(self) -> None:
        super().__init__()
        self._last = (0, "")

    def format(self, record: logging.LogRecord) -> str:
        """A line without a traceback, as most are, is put together at once."""
        if record.exc_info or record.exc_text or record.stack_info:
            return super().format(record)
        record.message = record.getMessage()
        return self.formatMessage(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the library's)
        reference, message = getattr(record, "reference", "-"), record.message.translate(NOT_IN_A_LINE)
        return f"{self.formatTime(record)} {record.levelname} {reference} {record.name}: {message}"

    def of_request(self, said: Said) -> str:
        created, level, reference, method, path, status, ms = said
        name = logging.getLevelName(level)
        return f"{self._time(created)} {name} {reference} {REQUESTS}: {method} {path} {status} {ms} ms"

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 (the library's)
        return self._time(record.created)

    def _time(self, created: float) -> str:
        """As the library writes it, but a millisecond is put into words once, not for each of its lines."""
        moment = int(created * 1000)
        last, words = self._last
        if last != moment:
            second, milliseconds = divmod(moment, 1000)
            words = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(second))},{milliseconds:03d}"
            self._last = moment, words
        return words


class AsJson(Form):
    """One object a line: time, level, logger, request, message; of a request also what was said, of a fault its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        reference = getattr(record, "reference", "-")
        line = _members(record.created, record.levelname, record.name, reference, record.getMessage())
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return _as_json(line)

    def of_request(self, said: Said) -> str:
        created, level, reference, method, path, status, ms = said
        message = f"{method} {path} {status} {ms} ms"
        line = _members(created, logging.getLevelName(level), REQUESTS, reference, message)
        return _as_json(line | {"method": method, "path": path, "status": status, "milliseconds": ms})


def _members(created: float, level: str, name: str, reference: str, message: str) -> dict[str, Any]:
    when = datetime.fromtimestamp(created, UTC).isoformat(timespec="milliseconds")
    return {"time": when, "level": level, "logger": name, "request": reference, "message": message}


def _as_json(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, default=str)


class Lines:
    """What is said in a moment is put into words and written together, by a thread of its own: each of both costs the thread that
    answers more than a kept answer does. Written to a ``stream``, standard error where none is named, in pieces that begin and end
    with a line, so that lines of several processes do not run into each other.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.form: Form = AsText()
        #: Records, and the values of what was `Said`, one after the other: a tuple that outlives its request is looked at again and
        #: again by the collector of garbage, which costs more than all else that is done for the line.
        self._waiting: deque[Any] = deque()
        self._writing = RLock()
        self._writer: Thread | None = None

    def request(self, level: int, reference: str, method: str, path: str, status: int, ms: int) -> None:
        """Say that a request was answered now (`Said`)."""
        self._waiting.extend((time.time(), level, reference, method, path, status, ms))
        if self._writer is None or len(self._waiting) > MOST_WAITING:
            self._attend()

    def record(self, record: logging.LogRecord) -> None:
        """Say a record. What is worse than INFO is written at once, behind all that was said before it."""
        self._waiting.append(record)
        if record.levelno > logging.INFO:
            self.flush()
        elif self._writer is None or len(self._waiting) > MOST_WAITING:
            self._attend()

    def flush(self) -> None:
        """Write what waits."""
        with self._writing:
            try:
                for piece in pieces(self._taken()):
                    self.stream.write(piece)
                    self.stream.flush()
            except (AttributeError, ValueError, OSError):
                self._waiting.clear()  # none, closed, or full: there is nowhere else to say it

    def forked(self) -> None:
        """Begin anew in a process that was forked: its parent has the thread, and writes what waited."""
        self._waiting.clear()
        self._writing, self._writer = RLock(), None

    def _taken(self) -> Iterator[str]:
        waiting, take = self._waiting, self._waiting.popleft
        while waiting:
            if isinstance(first := take(), logging.LogRecord):
                yield self._words(first) + "\n"
            else:
                yield self.form.of_request((first, take(), take(), take(), take(), take(), take())) + "\n"

    def _words(self, record: logging.LogRecord) -> str:
        try:
            return self.form.format(record)
        except Exception as error:  # noqa: BLE001 (as in the library, no line of the log ends anything)
            said = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
            return f"A line of the log could not be written: {said!r}: {error!r}"

    def _attend(self) -> None:
        """Have somebody write what waits: a thread, or, where it cannot keep up, whoever says more."""
        if len(self._waiting) > MOST_WAITING:
            self.flush()
        with self._writing:
            if self._writer is None:
                self._writer = Thread(target=self._write, name="log", daemon=True)
                self._writer.start()

    def _write(self) -> None:
        while True:
            time.sleep(MOMENT)
            self.flush()


def pieces(lines: Iterable[str]) -> Iterator[str]:
    """Lines put together up to a PIECE; a longer line is one of its own."""
    held: list[str] = []
    size = 0
    for line in lines:
        more = len(line) if line.isascii() else len(line.encode(errors="backslashreplace"))
        if held and size + more > PIECE:
            yield "".join(held)
            held, size = [], 0
        held.append(line)
        size += more
    if held:
        yield "".join(held)


#: Those of this process.
LINES = Lines()
os.register_at_fork(after_in_child=LINES.forked)


class Gathering(logging.Handler):
    """Hands records on to LINES, and the form that they are to be written in. What is left is written when the process ends."""

    def __init__(self) -> None:
        super().__init__()
        LINES.stream = sys.stderr  # as it is when the log is set up, which is where the library's own handler writes

    def setFormatter(self, fmt: logging.Formatter | None) -> None:  # noqa: N802 (the library's)
        super().setFormatter(fmt)
        if isinstance(fmt, Form):
            LINES.form = fmt

    def emit(self, record: logging.LogRecord) -> None:
        LINES.record(record)

    def flush(self) -> None:
        LINES.flush()


class WithReference(logging.Filter):
    """Gives each record the number of the request that is being answered; a dash outside of one. One that it has stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "reference"):
            record.reference = current_reference.get() or "-"
        return True


class InOneLine(logging.Filter):
    """Takes the traceback off what a visitor alone can cause, such as a wrong Host, and what goes beyond LONGEST."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        if len(said := record.getMessage()) > LONGEST:
            record.msg, record.args = f"{said[:LONGEST]}...", ()
        return True


def logging_settings(level: str, form: str) -> dict[str, Any]:
    """Django's LOGGING for a level and `text` or `json`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": "ssd_portal.logs.AsText"},
            "json": {"()": "ssd_portal.logs.AsJson"},
        },
        "filters": {
            "with_reference": {"()": "ssd_portal.logs.WithReference"},
            "in_one_line": {"()": "ssd_portal.logs.InOneLine"},
        },
        "handlers": {
            "stderr": {"class": "ssd_portal.logs.Gathering", "formatter": form, "filters": ["with_reference"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": level, "propagate": False},
            # What it says of 400 to 499 stands in the line of the request; its faults come with a traceback.
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"filters": ["in_one_line"]},
            "axes": {"level": "WARNING"},
            "fontTools": {"level": "ERROR"},
            "weasyprint": {"level": "ERROR"},
        },
    }
