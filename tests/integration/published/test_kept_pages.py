"""A page that was made for one visitor is given to the next, and nothing of anybody's own ever is."""

from __future__ import annotations

import re

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from changes_app.people.actions import membership
from specs_app import freshness
from specs_app.models import Specification
from ssd_portal.published import asked
from tests.drivers import World
from tests.log_lines import LogText
from tests.visitors import Site, lasting

ITEM = "/ysd/items/YOUN002A/"
HOSTILE = {
    "User_Agent": "<script>",
    "Accept_Language": "cy",
    "Referer": "https://elsewhere.example",
    "Origin": "https://elsewhere.example",
    "X_Forwarded_Host": "elsewhere.example",
    "X_Forwarded_For": "192.0.2.9",
    "Forwarded": "host=elsewhere.example",
    "X_Requested_With": "XMLHttpRequest",
    "Cache_Control": "no-cache",
    "Cookie": "theme=dark; csrftoken=abcdefgh",
    "Accept": "text/plain",
}


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def test_second_visitor_gets_the_bytes_of_the_first_without_django(site: Site) -> None:
    first = site.get(ITEM)
    second = site.get(ITEM)
    assert site.made == 1
    assert (second.status, second.body, second.lasting) == (200, first.body, first.lasting)
    assert second.body == Client().get(ITEM).content


def test_kept_page_has_every_header_of_a_fresh_one(site: Site) -> None:
    kept = site.kept(ITEM).lasting
    fresh = lasting({name.lower(): text for name, text in Client().get(ITEM).headers.items()})
    own = {"vary": "Cookie, Accept-Encoding", "cache-control": "no-cache", "etag": kept["etag"]}
    assert kept == {**fresh, **own}


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_each_encoding_has_the_same_words_under_its_own_tag(site: Site, encoding: str) -> None:
    answer = site.kept(ITEM, Accept_Encoding=encoding)
    assert answer.headers.get("content-encoding", "") == encoding
    assert int(answer.headers["content-length"]) == len(answer.sent)
    assert answer.body == Client().get(ITEM).content
    others = {site.get(ITEM, Accept_Encoding=one).headers["etag"] for one in {"br", "gzip", ""} - {encoding}}
    assert answer.headers["etag"] not in others
    assert not answer.headers["etag"].startswith("W/")


def test_client_that_has_the_bytes_is_told_so(site: Site) -> None:
    known = site.get(ITEM, Accept_Encoding="br")
    tag = known.headers["etag"]
    for said in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = site.get(ITEM, Accept_Encoding="br", If_None_Match=said)
        assert (answer.status, answer.sent) == (304, b"")
        assert answer.headers["etag"] == tag
        assert not {"content-type", "content-length", "content-encoding"} & answer.headers.keys()
        bytes_alone = ("content-type", "content-length", "content-encoding")
        assert answer.lasting == {name: text for name, text in known.lasting.items() if name not in bytes_alone}
    assert site.get(ITEM, Accept_Encoding="br", If_None_Match='"other"').status == 200
    assert site.get(ITEM, Accept_Encoding="gzip", If_None_Match=tag).status == 200
    assert site.made == 2  # one for each encoding


def test_tag_is_known_where_the_page_has_to_be_made_anew(site: Site) -> None:
    tag = site.get(ITEM).headers["etag"]
    assert Site().get(ITEM, If_None_Match=tag).status == 304


def test_head_has_the_headers_of_the_page_and_no_bytes(site: Site) -> None:
    head = site.get(ITEM, "HEAD", Accept_Encoding="br")
    page = site.get(ITEM, Accept_Encoding="br")
    again = site.get(ITEM, "HEAD", Accept_Encoding="br")
    assert site.made == 1
    assert (head.sent, again.sent) == (b"", b"")
    assert head.lasting == page.lasting == again.lasting
    assert page.body == Client().get(ITEM).content


def test_hostile_headers_make_no_further_entry_and_get_into_none(site: Site) -> None:
    clean = Client().get(ITEM).content
    for name, text in HOSTILE.items():
        assert site.get(ITEM, **{name: text}).body == clean
    assert site.get(ITEM, **HOSTILE).body == clean
    assert (len(site.layer.shelf), site.made) == (1, 1)


def test_parameters_that_no_page_reads_make_no_further_entry(site: Site) -> None:
    clean = site.get(f"{ITEM}?at=").body
    for query in ("?utm=1", "?utm=2&x=<script>", "?at=&utm=3", "?%00=1", "?;;&&"):
        assert site.get(ITEM + query).body == clean
    assert len(site.layer.shelf) == 1
    ordered = {
        site.get(f"/ysd/items/{query}").headers["etag"] for query in ("?cms=larchway&q=a", "?q=a&x=1&cms=larchway")
    }
    assert len(ordered) == 1


def test_entries_end_with_the_bound(world: World, settings: LazySettings) -> None:
    settings.KEPT_BYTES = 300_000
    site = Site()
    for number in range(1, 60):
        site.get(f"/ysd/items/?q={'x' * number}")
        site.get(ITEM)
    assert 0 < site.layer.shelf.size <= settings.KEPT_BYTES
    made = site.made
    assert site.get(ITEM).status == 200
    assert site.made == made  # what is asked for all the time stays, whatever else is


def test_nothing_is_kept_where_nothing_may_be(world: World, settings: LazySettings) -> None:
    settings.KEPT_BYTES = 0
    site = Site()
    assert [site.get(ITEM).status for _ in range(2)] == [200, 200]
    assert (site.made, len(site.layer.shelf)) == (2, 0)


def test_signed_in_reader_gets_their_own_page_and_nobody_else_does(site: Site, world: World) -> None:
    anybodys = site.get(ITEM).text
    cookie = session_of(world.people.proposer)
    own = site.get(ITEM, Cookie=cookie)
    assert "Pat Tester" in own.text
    assert "Pat Tester" not in anybodys
    assert "etag" not in own.headers
    assert site.get(ITEM).text == anybodys
    other = site.get(ITEM, Cookie=session_of(world.people.secretariat)).text
    assert "Sec Tester" in other
    assert "Pat Tester" not in other
    assert len(site.layer.shelf) == 1


def test_page_first_read_by_somebody_signed_in_is_not_kept(site: Site, world: World) -> None:
    site.get(ITEM, Cookie=session_of(world.people.proposer))
    assert len(site.layer.shelf) == 0
    assert "Sign in" in site.get(ITEM).text


def test_message_is_shown_once_to_the_visitor_it_is_for(site: Site, world: World) -> None:
    client = Client()
    client.force_login(world.people.proposer)
    said = client.post("/accounts/logout/").cookies["messages"].coded_value
    anybodys = site.get(ITEM).text
    page = site.get(ITEM, Cookie=f"messages={said}")
    assert "You are signed out" in page.text
    assert "You are signed out" not in anybodys
    assert site.get(ITEM).text == anybodys


def test_token_gets_djangos_answer(site: Site, world: World) -> None:
    path = "/api/v1/specifications/ysd/items/YOUN002A/"
    token = AuthToken.objects.create(world.people.proposer)[1]
    before = site.get(path).body
    assert site.get(path, Authorization=f"Bearer {token}").body == before
    assert site.get(path, Authorization="Bearer wrong").status == 401
    assert site.made == 3


def test_restricted_standard_is_not_there_for_the_public_after_a_member_has_read_it(site: Site, world: World) -> None:
    site.kept(ITEM)
    Specification.objects.filter(slug="ysd").update(access="restricted")
    freshness.written("ysd")
    cookie, token = session_of(world.people.proposer), AuthToken.objects.create(world.people.proposer)[1]
    rest = "/api/v1/specifications/ysd/items/YOUN002A/"
    assert site.get(ITEM, Cookie=cookie).status == 200
    assert site.get(rest, Authorization=f"Bearer {token}").status == 200
    for path in (ITEM, "/ysd/", "/ysd/changes/", "/ysd/changes/feed/", rest):
        assert [site.get(path).status for _ in range(2)] == [404, 404]
    for path in ("/", "/api/v1/specifications/"):
        assert "Youth Services" not in site.get(path).text
        members = site.get(path, Cookie=cookie)
        assert "Youth Services" in members.text
        assert members.headers["cache-control"] == "private, no-store"
        assert "Youth Services" not in site.get(path).text


def test_host_that_is_not_allowed_is_refused_though_the_page_is_kept(site: Site) -> None:
    site.kept(ITEM)
    assert site.get(ITEM, Host="elsewhere.example").status == 400
    assert site.get(ITEM, Host="testserver.elsewhere.example").status == 400
    assert site.get(ITEM, Host="").status in {200, 400}
    assert len(site.layer.shelf) == 1


def test_hosts_without_end_make_no_entries(site: Site) -> None:
    for port in range(1000, 1010):
        assert site.get(ITEM, Host=f"testserver:{port}").status == 200
    assert len(site.layer.shelf) == 0


def test_long_hosts_are_not_remembered(site: Site) -> None:
    """A server takes hundreds of kilobytes of one, and requests are remembered by the thousand."""
    before = asked._asked.cache_info().currsize
    assert site.get(ITEM, Host="a" * asked.LONGEST).status == 400
    assert asked._asked.cache_info().currsize == before


def test_address_of_the_other_scheme_is_kept_apart(world: World, settings: LazySettings) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    path = "/api/v1/specifications/ysd/items/YOUN002A/"
    site = Site()
    assert site.get(path).json["url"].startswith("http://testserver/")
    assert site.kept(path, X_Forwarded_Proto="https").json["url"].startswith("https://testserver/")
    assert site.get(path, X_Forwarded_Proto="gopher").json["url"].startswith("http://testserver/")
    assert len(site.layer.shelf) == 2


def test_each_answer_has_a_number_of_its_own_and_a_line_in_the_log(
    site: Site, log_text: LogText, settings: LazySettings
) -> None:
    site.get(ITEM)
    before = log_text()
    numbers = [site.get(ITEM, "HEAD").headers["x-request-id"], site.get(f"{ITEM}?at=").headers["x-request-id"]]
    tag = site.get(ITEM).headers["etag"]
    site.get(ITEM, If_None_Match=tag)
    assert len(set(numbers)) == 2
    assert all(re.fullmatch("[A-Z]{8}", number) for number in numbers)
    said = log_text().removeprefix(before)
    assert re.findall(r"INFO ([A-Z]{8}) ssd_portal\.requests", said)[:2] == numbers
    assert re.findall(r"requests: (.*) \d+ ms", said) == [
        f"HEAD {ITEM} 200",
        f"GET {ITEM} 200",
        f"GET {ITEM} 200",
        f"GET {ITEM} 304",
    ]
    settings.PROXIES = 1
    assert site.get(ITEM, X_Request_ID="proxy-0123456789").headers["x-request-id"] == "proxy-0123456789"
    settings.PROXIES = 0
    assert site.get(ITEM, X_Request_ID="proxy-0123456789").headers["x-request-id"] != "proxy-0123456789"


@pytest.mark.parametrize(
    "path",
    [
        "/ysd/changes/new/?item=YOUN002A",
        "/ysd/join/",
        "/accounts/login/",
        "/ysd/downloads/ysd.json",
        "/api/v1/specifications/ysd/changes/",
        "/api/v1/specifications/ysd/export/json",
        "/ysd/items/NOTHING/",
        "/nothing/",
        "/healthz",
        "/about/accessibility/",
        "/api/docs/",
    ],
)
def test_what_is_no_read_of_a_public_page_is_not_kept(site: Site, path: str) -> None:
    site.get(path)
    site.get(path)
    assert site.made == 2
    assert len(site.layer.shelf) == 0


@pytest.mark.parametrize("path", ["/help/", "/help/scripts/"])
def test_page_of_no_standard_is_kept_whatever_is_written(site: Site, path: str) -> None:
    page = site.kept(path)
    assert page.body == Client().get(path).content
    assert page.headers["cache-control"] == "no-cache"
    freshness.written("ysd")
    made = site.made
    assert site.get(path, If_None_Match=page.headers["etag"]).status == 304
    assert site.made == made
    assert site.get("/help/nothing/").status == 404


def test_what_is_sent_is_djangos(site: Site) -> None:
    site.kept(ITEM)
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert site.get(ITEM, method).status in {200, 403, 405}
    assert site.made == 5


def test_member_who_was_let_in_is_told_on_no_other_page(site: Site, world: World) -> None:
    """A form with a proof of origin is in no kept bytes."""
    change = world.in_review()
    assert "csrfmiddlewaretoken" not in site.kept(f"/ysd/changes/{change.number}/").text
    membership.request(specification=world.specification, by=world.people.outsider, organisation="Northshire")
    assert (
        "csrfmiddlewaretoken"
        in site.get(f"/ysd/changes/{change.number}/", Cookie=session_of(world.people.voters[0])).text
    )
