"""The log: one line for each request under the number that its error page shows, as text or as JSON.

No line holds a query string, an address of a person or of a client, or the key of a link that was mailed.
Imports nothing of Django: the server sets the log up before the site is loaded.
"""

from __future__ import annotations

import json
import logging
import time
from contextlib import nullcontext
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, Any, TextIO

from specs_app.web.request_numbers import current_reference

if TYPE_CHECKING:
    StreamHandler = logging.StreamHandler[TextIO]
else:  # the library's own class takes no type argument in Python 3.11
    StreamHandler = logging.StreamHandler

#: What a record may bring besides its message; `ssd_portal.middleware.logged` does.
FIELDS = ("method", "path", "status", "milliseconds")
#: Seconds that a line may wait to be written.
MOMENT = 0.2


class RequestLine(logging.LogRecord):
    """The record of one request, which says FIELDS. It does not say where in the code it was made, which costs most of a record."""

    def __init__(self, name: str, level: int, said: tuple[str, str, int, int], reference: str) -> None:
        """All that the library's own sets, as formatters of others take each of it from ``vars``."""
        self.name, self.levelno, self.levelname = name, level, logging.getLevelName(level)
        self.msg, self.args = "%s %s %s %s ms", said
        self.method, self.path, self.status, self.milliseconds = said
        self.reference = reference
        self.created = created = time.time()
        self.msecs = created % 1 * 1000
        self.relativeCreated = 0.0
        self.pathname = self.filename = self.module = self.funcName = ""
        self.threadName = self.processName = ""
        self.lineno = self.thread = self.process = 0
        self.exc_info = self.exc_text = self.stack_info = self.taskName = None


class WithReference(logging.Filter):
    """Gives each record the number of the request that is being answered; a dash outside of one. One that it has stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not hasattr(record, "reference"):
            record.reference = current_reference.get() or "-"
        return True


class InOneLine(logging.Filter):
    """Takes the traceback off what a visitor alone can cause, such as a wrong Host."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


class Gathering(StreamHandler):
    """Writes to standard error the lines of a moment together, as each write costs the thread that answers more than the line.

    What is worse than INFO is written at once, behind all that was said before it; so is what is left when the process ends.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[logging.LogRecord] = []
        self._writer: Thread | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self._waiting.append(record)
        if record.levelno > logging.INFO:
            self.flush()
        elif self._writer is None:
            self._writer = Thread(target=self._write, name="log", daemon=True)
            self._writer.start()

    def flush(self) -> None:
        with self.lock or nullcontext():
            waiting, self._waiting = self._waiting, []
            if lines := "".join(self._line(record) for record in waiting):
                try:
                    self.stream.write(lines)
                    super().flush()
                except ValueError:
                    return  # closed: nobody reads what it says any more
                except OSError:
                    self.handleError(waiting[-1])

    def _line(self, record: logging.LogRecord) -> str:
        try:
            return self.format(record) + self.terminator
        except Exception:  # noqa: BLE001 (the library's way: no line of the log ends a request)
            self.handleError(record)
            return ""

    def _write(self) -> None:
        while True:
            time.sleep(MOMENT)
            self.flush()


class AsText(logging.Formatter):
    """One line: time, level, request, logger, message; a traceback below it."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {reference} {name}: {message}", style="{")
        self._second = (0, "")

    def format(self, record: logging.LogRecord) -> str:
        """A line without a traceback, as most are, is put together at once."""
        if record.exc_info or record.exc_text or record.stack_info:
            return super().format(record)
        reference = getattr(record, "reference", "-")
        return f"{self.formatTime(record)} {record.levelname} {reference} {record.name}: {record.getMessage()}"

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 (the library's)
        """As the library writes it, but the second is put into words once, not for each of its lines."""
        second, words = self._second
        if second != int(record.created):
            second = int(record.created)
            words = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
            self._second = (second, words)
        return f"{words},{int(record.msecs):03d}"


class AsJson(logging.Formatter):
    """One object a line: time, level, logger, request, message, and where there are some FIELDS and the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "reference", "-"),
            "message": record.getMessage(),
        }
        line |= {name: vars(record)[name] for name in FIELDS if name in vars(record)}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


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
