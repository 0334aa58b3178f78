"""The log as an operator reads it."""

from __future__ import annotations

import logging.config
from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from django.conf import settings

from ssd_portal.logs import LINES, logging_settings

#: Gives what the log has said so far, as text.
LogText: TypeAlias = Callable[[], str]


@pytest.fixture
def log_text(capsys: pytest.CaptureFixture[str]) -> Iterator[LogText]:
    logging.config.dictConfig(logging_settings("INFO", "text"))
    said: list[str] = []

    def so_far() -> str:
        LINES.flush()
        said.append(capsys.readouterr().err)
        return "".join(said)

    so_far()
    said.clear()
    yield so_far
    logging.config.dictConfig(settings.LOGGING)
