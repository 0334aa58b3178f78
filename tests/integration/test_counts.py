"""Limits are counted once over all processes, in the database, and cost most requests no statement."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings, settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ssd_portal import counts
from ssd_portal.counts import COUNTS, PORTIONS, Counts
from ssd_portal.models import CacheEntry, RequestCount
from ssd_portal.throttles import Counted
from tests.integration.test_locks import locked
from tests.nodes import database_url

#: Far longer than any test, so that none of them sees a span end.
SPAN = 1_000_000_000
WORKERS = 4
COUNTING = """
import django; django.setup()
from ssd_portal import counts
counts.PATIENCE = 60_000  # however busy the machine, nothing goes uncounted
print(sum(counts.COUNTS.allows("shared", {limit}, {span}) for _ in range({times})))
"""


@pytest.fixture(autouse=True)
def nothing_held() -> None:
    COUNTS.forget()


def counted_by_processes(limit: int, times: int) -> int:
    """How many of ``times`` requests each of four processes at once are let through."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "ssd_portal.settings"}
    command = [sys.executable, "-c", COUNTING.format(limit=limit, span=SPAN, times=times)]
    running = [
        subprocess.Popen(command, cwd=Path(settings.BASE_DIR), env=environment, stdout=subprocess.PIPE)
        for _ in range(WORKERS)
    ]
    return sum(int(process.communicate(timeout=120)[0]) for process in running)


@pytest.mark.django_db(transaction=True)
def test_processes_share_a_limit() -> None:
    assert counted_by_processes(limit=90, times=60) == 90


@pytest.mark.django_db(transaction=True)
def test_processes_share_a_large_limit_but_for_what_each_has_not_handed_out() -> None:
    limit = 1200
    assert limit - (WORKERS - 1) * (limit // PORTIONS) < counted_by_processes(limit=limit, times=700) <= limit


@pytest.mark.django_db
def test_portion_is_one_statement() -> None:
    own = Counts()
    own.allows("key", 1200, SPAN)
    with CaptureQueriesContext(connection) as queries:
        assert all(own.allows("key", 1200, SPAN) for _ in range(120))
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 2


@pytest.mark.django_db
def test_who_is_refused_costs_no_statement() -> None:
    own = Counts()
    assert [own.allows("key", 2, SPAN) for _ in range(3)] == [True, True, False]
    with CaptureQueriesContext(connection) as queries:
        assert not any(own.allows("key", 2, SPAN) for _ in range(9))
        assert own.allows("another", 2, SPAN)
    assert sum("INSERT" in query["sql"] for query in queries) == 1


@pytest.mark.one_database
@pytest.mark.django_db(transaction=True)
def test_reader_does_not_wait_for_a_writer_to_be_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "PATIENCE", 1)
    with locked():
        assert Counts().allows("key", 1, SPAN)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (30_000,)
    assert not RequestCount.objects.exists()


@pytest.mark.django_db
def test_next_span_begins_anew_and_sweeps_the_one_that_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    own, now = Counts(), 6000.0
    monkeypatch.setattr(counts.time, "time", lambda: now)
    assert [own.allows("key", 1, 60) for _ in range(2)] == [True, False]
    assert own.allows("seldom seen", 1, 60)
    now = 6061.0
    assert [own.allows("key", 1, 60) for _ in range(2)] == [True, False]
    assert list(RequestCount.objects.values_list("key", "until", "used")) == [("key", 6120, 1)]


@pytest.mark.django_db
def test_process_whose_clock_is_late_counts_with_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 6061.0
    monkeypatch.setattr(counts.time, "time", lambda: now)
    assert Counts().allows("key", 2, 60)
    now = 6059.0
    assert Counts().allows("key", 2, 60)
    assert not Counts().allows("key", 2, 60)
    assert RequestCount.objects.get().until == 6120


@pytest.mark.django_db(transaction=True)
def test_requests_by_rest_are_refused_whichever_process_they_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counted, "THROTTLE_RATES", {"anon": "3/day", "user": None, "files": None})
    said = []
    for _ in range(5):
        COUNTS.forget()  # as another process, which holds nothing yet
        answer: Any = Client().get("/api/v1/specifications/")
        said.append(answer.status_code)
    assert said == [200, 200, 200, 429, 429]
    assert int(answer["Retry-After"]) > 0


@pytest.mark.django_db
def test_cache_that_nobody_names_is_in_the_database(settings: LazySettings) -> None:
    """Its table is one of the migrations'."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}
    }
    shared = caches["default"]
    assert shared.add("letter", ["sent"], 60)
    assert not shared.add("letter", ["sent again"], 60)
    assert shared.get("letter") == ["sent"]
    assert CacheEntry.objects.count() == 1
