"""The log: one line for each request under the number that its error page shows, as text or as JSON.

No line holds a query string, an address of a person or of a client, or the key of a link that was mailed.
Imports nothing of Django: the server sets the log up before the site is loaded.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from specs_app.web.request_numbers import current_reference

#: What a record may bring besides its message; `ssd_portal.middleware.logged` does.
FIELDS = ("method", "path", "status", "milliseconds")


class WithReference(logging.Filter):
    """Gives each record the number of the request that is being answered; a dash outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.reference = current_reference.get() or "-"
        return True


class InOneLine(logging.Filter):
    """Takes the traceback off what a visitor alone can cause, such as a wrong Host."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


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
            "text": {"format": "{asctime} {levelname} {reference} {name}: {message}", "style": "{"},
            "json": {"()": "ssd_portal.logs.AsJson"},
        },
        "filters": {
            "with_reference": {"()": "ssd_portal.logs.WithReference"},
            "in_one_line": {"()": "ssd_portal.logs.InOneLine"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": ["with_reference"]},
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
