"""What one process has made is there for the others where a cache server is named; nothing depends on it."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from redis import Redis

from specs_app import freshness
from specs_app.models import Specification
from ssd_portal.published import common
from tests import cache_server
from tests.drivers import World
from tests.mail_sink import free_port
from tests.visitors import Site

pytestmark = pytest.mark.one_database

ITEM = "/ysd/items/YOUN002A/"
REST = f"/api/v1/specifications{ITEM}"


@pytest.fixture
def server(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """The cache server, on which nobody has anything under the key of this test."""
    settings.SECRET_KEY, settings.CACHE_SERVER = secrets.token_urlsafe(40), cache_server.URL
    monkeypatch.setattr(common, "A_DAY", 60)
    with cache_server.client() as made:
        yield made


@pytest.fixture
def sites(world: World, server: Redis) -> tuple[Site, Site]:
    """Two processes, that have answered nothing yet."""
    return Site(), Site()


def names(site: Site, *paths: str) -> list[str]:
    """Under which an answer to each path lies on the server."""
    shelf = site.layer._common
    return [shelf._name(key) for key in site.layer.shelf._entries if not paths or key.path in paths]


@pytest.mark.parametrize("path", [ITEM, "/", "/help/", REST, f"{REST}?format=xlsx"])
@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_answer_of_one_process_is_given_by_another(sites: tuple[Site, Site], path: str, encoding: str) -> None:
    one, other = sites
    made = one.get(path, Accept_Encoding=encoding)
    given = other.get(path, Accept_Encoding=encoding)
    assert (one.made, other.made) == (1, 0)
    assert (given.status, given.sent, given.lasting) == (200, made.sent, made.lasting)
    assert other.get(path, Accept_Encoding=encoding, If_None_Match=made.headers["etag"]).status == 304
    assert len(other.layer.shelf) == 1


def test_what_is_kept_here_is_not_asked_for_there(sites: tuple[Site, Site], server: Redis) -> None:
    one, other = sites
    one.get(ITEM)
    other.get(ITEM)
    assert server.delete(*names(one)) == 1
    assert [site.get(ITEM).status for site in sites] == [200, 200]
    assert (one.made, other.made) == (1, 0)


def test_answer_ends_with_its_state_for_all(sites: tuple[Site, Site], world: World) -> None:
    one, other = sites
    for path in (ITEM, REST):
        one.get(path)
        other.get(path)
    edit = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "The guidance of today."}}
    world.published([edit], title="Guidance")
    assert "The guidance of today." in other.get(ITEM).text
    assert "The guidance of today." in one.get(ITEM).text
    assert "The guidance of today." in one.get(REST).text
    assert "The guidance of today." in other.get(REST).text
    assert (one.made, other.made) == (3, 1)


def test_restricted_standard_is_not_there_though_it_was_kept(sites: tuple[Site, Site], world: World) -> None:
    one = sites[0]
    one.get(ITEM)
    Specification.objects.filter(slug="ysd").update(access="restricted")
    freshness.written("ysd")
    assert [site.get(ITEM).status for site in (*sites, Site())] == [404] * 3


def test_signed_in_reader_puts_nothing_there(sites: tuple[Site, Site], world: World) -> None:
    one, other = sites
    client = Client()
    client.force_login(world.people.proposer)
    one.get(ITEM, Cookie=f"sessionid={client.cookies['sessionid'].value}")
    assert "Pat Tester" not in other.get(ITEM).text
    assert other.made == 1


def test_other_edition_takes_nothing(sites: tuple[Site, Site], settings: LazySettings) -> None:
    sites[0].get(ITEM)
    settings.SECRET_KEY = secrets.token_urlsafe(40)
    later = Site()
    assert later.get(ITEM).status == 200
    assert later.made == 1


@pytest.mark.parametrize("how", ["torn", "rubbish", "empty", "another page"])
def test_what_was_not_sealed_for_the_page_is_not_given(sites: tuple[Site, Site], server: Redis, how: str) -> None:
    one, other = sites
    page, _ = one.get(ITEM), one.get("/ysd/")
    (name,), (elsewhere,) = names(one, ITEM), names(one, "/ysd/")
    stored = server.get(name)
    data = {"torn": stored[:-1], "rubbish": b"rubbish", "empty": b"", "another page": server.get(elsewhere)}
    server.set(name, data[how], ex=60)
    assert other.get(ITEM).body == page.body
    assert other.made == 1
    assert server.get(name) == stored


def test_entries_end_by_themselves(sites: tuple[Site, Site], server: Redis) -> None:
    sites[0].get(ITEM)
    (name,) = names(sites[0])
    assert 0 < server.ttl(name) <= 60


@pytest.mark.usefixtures("world")
class TestAway:
    """The server is away: it is asked once, then for a while not."""

    @pytest.fixture
    def now(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        now = [1000.0]
        monkeypatch.setattr(common, "monotonic", lambda: now[0])
        return now

    @pytest.fixture
    def cut_off(self, settings: LazySettings, now: list[float]) -> Site:
        """A process whose server is named and does not run."""
        settings.CACHE_SERVER = f"redis://127.0.0.1:{free_port()}/0"
        return Site()

    def test_answers_come_though_nobody_listens(self, cut_off: Site, caplog: pytest.LogCaptureFixture) -> None:
        assert [cut_off.get(path).status for path in (ITEM, "/ysd/", ITEM, REST)] == [200] * 4
        assert cut_off.made == 3
        assert caplog.text.count("The cache server does not answer") == 1

    def test_server_that_says_nothing_is_waited_for_once(self, settings: LazySettings, now: list[float]) -> None:
        with cache_server.mute() as silent:
            settings.CACHE_SERVER = silent.url
            site = Site()
            site.get(ITEM)
            met = len(silent.met)
            assert met <= 2  # once more, as a connection that lay idle may have ended
            for path in ("/ysd/", "/ysd/items/", REST):
                assert site.get(path).status == 200
            assert len(silent.met) == met
            now[0] += common.PAUSE
            site.get("/ysd/objects/")
            assert len(silent.met) > met

    def test_server_that_is_back_is_asked_again(
        self, server: Redis, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, now: list[float]
    ) -> None:
        site, other = Site(), Site()
        with monkeypatch.context() as away:
            away.setattr(site.layer._common, "_server", Redis(port=free_port()))
            site.get(ITEM)
        other.get("/ysd/")
        site.get("/ysd/")
        assert site.made == 2
        now[0] += common.PAUSE
        other.get("/ysd/items/")
        site.get("/ysd/items/")
        assert (site.made, other.made) == (2, 2)


@pytest.mark.parametrize(("url", "loaded"), [("locmemcache://", "False"), (cache_server.URL, "True")])
def test_client_is_loaded_where_a_server_is_named_alone(url: str, loaded: str) -> None:
    """It takes long to load, and much memory."""
    code = "import sys, ssd_portal.wsgi; print('redis' in sys.modules)"
    environment = {**os.environ, "DEBUG": "1", "CACHE_URL": url}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == loaded
