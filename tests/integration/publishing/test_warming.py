"""After a publication the pages that people look at first are asked for, once every process knows of it."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django.live_server_helper import LiveServer

from specs_app.jobs import queue
from specs_app.models import Specification
from specs_app.publishing import warming
from specs_app.publishing.warming import first_addresses, warm
from tests.drivers import World, example_world
from tests.jobs import make_due, run_due
from tests.log_lines import LogText
from tests.mail_sink import free_port

Asked: TypeAlias = Callable[[], list[str]]

LISTS = ["/", "/ysd/", "/ysd/objects/", "/ysd/items/", "/api/v1/specifications/ysd/objects/"]
CHANGED = ["/ysd/items/YOUN002A/", "/api/v1/specifications/ysd/items/YOUN002A/", "/ysd/objects/ysd_young_person/"]


@pytest.fixture
def world(transactional_db: None) -> World:
    made = example_world()
    edit = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "The guidance of today."}}
    made.published([edit], title="Guidance")
    return made


@pytest.fixture
def portal(live_server: LiveServer, settings: LazySettings) -> LiveServer:
    settings.SITE_URL, settings.WARM_UP = live_server.url, 2
    return live_server


@pytest.fixture
def asked(log_text: LogText) -> Asked:
    """Gives what was asked for so far, a line of the log each, without how long it took."""
    return lambda: re.findall(r"requests: (.*) \d+ ms", log_text())


def calls() -> list[DBTaskResult]:
    return [row for row in DBTaskResult.objects.all() if row.task_path == warm.module_path]


def test_first_pages_are_the_lists_and_what_the_revision_changed(world: World) -> None:
    addresses = list(first_addresses(Specification.objects.get(slug="ysd")))
    assert set(addresses) >= {*LISTS, *CHANGED}
    assert len(addresses) == len(set(addresses))
    assert "/ysd/items/YOUN001A/" not in addresses


def test_revision_that_changes_all_warms_a_bounded_part(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "MOST_PARTS", 1)
    assert len(list(first_addresses(Specification.objects.get(slug="ysd")))) == 6 + 2


def test_publication_queues_one_job_for_a_moment_later(world: World, settings: LazySettings) -> None:
    settings.WARM_UP = 1
    before = timezone.now()
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Once more."}}])
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "And again."}}])
    (call,) = calls()
    assert call.args_kwargs["args"] == ["ysd"]
    assert call.run_after >= before + warming.PAUSE


def test_nothing_is_queued_where_nothing_shall_be_asked(world: World) -> None:
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Once more."}}])
    assert calls() == []


def test_job_asks_the_portal_for_each_page_as_often_as_it_is_told(
    world: World, portal: LiveServer, asked: Asked
) -> None:
    addresses = list(first_addresses(Specification.objects.get(slug="ysd")))
    assert warm.call("ysd") == 2 * len(addresses)
    assert Counter(asked()) == {f"GET {address} 200": 2 for address in addresses}


def test_page_that_is_not_there_keeps_no_other_from_being_asked_for(
    world: World, portal: LiveServer, asked: Asked
) -> None:
    world.published([{"action": "remove_item", "target": "YOUN002A"}], title="Away with it")
    addresses = list(first_addresses(Specification.objects.get(slug="ysd")))
    assert warm.call("ysd") < 2 * len(addresses)
    assert len(asked()) == 2 * len(addresses)
    assert "GET /api/v1/specifications/ysd/items/YOUN002A/ 410" in asked()


def test_restricted_standard_is_not_asked_for(world: World, portal: LiveServer, asked: Asked) -> None:
    Specification.objects.update(access="restricted")
    assert (warm.call("ysd"), asked()) == (0, [])


def test_portal_that_cannot_be_reached_is_no_failure(
    world: World, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SITE_URL, settings.WARM_UP = f"http://127.0.0.1:{free_port()}", 2
    warming.soon(world.specification)
    make_due()
    with caplog.at_level(logging.INFO, warming.__name__):
        assert run_due() >= 1
    standing = queue.standing(warm, "ysd")
    assert standing is not None
    assert standing.status == "SUCCESSFUL"
    assert caplog.text.count("cannot be reached") == 1
