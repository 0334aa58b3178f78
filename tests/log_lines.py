"""The log as an operator reads it."""

from __future__ import annotations

import logging.config
from collections.abc import Callable, Iterator
from io import StringIO
from typing import TypeAlias

import pytest
from django.conf import settings

from ssd_portal.logs import LINES, logging_settings

#: Gives what the log has said so far, as text.
LogText: TypeAlias = Callable[[], str]


@pytest.fixture
def log_text() -> Iterator[LogText]:
    LINES.flush()
    before, stream = LINES.stream, StringIO()
    logging.config.dictConfig(logging_settings("INFO", "text"))
    LINES.stream = stream

    def so_far() -> str:
        LINES.flush()
        return stream.getvalue()

    yield so_far
    LINES.flush()
    logging.config.dictConfig(settings.LOGGING)
    LINES.stream = before
