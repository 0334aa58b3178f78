"""Every address of the site and every kind of reader, for a restricted standard.

The addresses are listed by hand in `tests/addresses.py`. One that is not listed fails the test, so that nobody adds a page
without saying who reads it. To whoever may not read it, each address answers exactly as for a standard that is not there: status,
headers and bytes.

In a check each address is asked for by every method as the public, as an outsider and as a member, and by some of the other roles,
each of which asks for a half or a third of them: the soak has every role ask for every address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from knox.models import AuthToken

from tests.addresses import ELSEWHERE, OF_A_STANDARD, OF_THE_SITE, address, filled
from tests.integration.access.conftest import CHANGE_TITLE, SLUG, Closed
from tests.soak import SOAK, sample

pytestmark = pytest.mark.one_database

#: Of the same length, so that not even the length of an answer differs.
MISSING = "zzz"
#: What a name that was there once leads to, and a version that is older than the restriction.
OF_THE_PAST = (
    "items/youn_family_name/",
    "items/TEAM004A/",
    "items/YOUN002A/?at=1.0.0",
    "?at={sha}",
    "downloads/{slug}.json?at=1.0.0",
)
#: Words that only a reader of the standard can know.
SECRETS = (
    "Youth Services Dataset",
    "Open Youth Data Circle",
    CHANGE_TITLE,
    "youn_first_name",
    "Northshire",
    "Pat Tester",
)
METHODS = ("get", "head", "post")
REST_METHODS = (*METHODS, "options", "put", "patch", "delete")
READERS = ("member", "steering", "secretariat", "chair", "administrator")
STRANGERS = ("visitor", "outsider", "asked to join", "turned down", "left", "member of another")


@dataclass(frozen=True)
class Site:
    """The site for one reader: pages by session, REST by session and by token."""

    closed: Closed
    clients: dict[str, Client]

    def ask(self, how: str, method: str, address: str) -> HttpResponseBase:
        """The answer; what it does is undone."""
        more: dict[str, Any] = {}
        if method in {"post", "put", "patch"} and address.startswith("/api/"):
            more = {"data": "{}", "content_type": "application/json"}
        with self.closed.world.rows_undone():
            return getattr(self.clients[how], method)(address, **more)  # type: ignore[no-any-return]

    def ways(self, address: str) -> list[str]:
        return list(self.clients) if address.startswith("/api/") else ["session"]


def site(closed: Closed, person: Any) -> Site:
    session = Client(raise_request_exception=False)
    if not isinstance(person, User):
        return Site(closed, {"session": session})
    session.force_login(person)
    token = AuthToken.objects.create(person)[1]
    by_token = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    return Site(closed, {"session": session, "token": by_token})


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address that the site knows, as it is written in the tables of URLs."""
    for entry in resolver.url_patterns:
        whole = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, whole)
        elif isinstance(entry, URLPattern):
            yield whole


def known(closed: Closed, slug: str) -> dict[str, Any]:
    """What the addresses of a standard name."""
    numbers = {status: change.number for status, change in closed.changes.items()}
    return {"slug": slug, "sha": closed.shas[0], "release": "1.0.0", "request": closed.request.pk, **numbers}


def seen(answer: HttpResponseBase) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and bytes, but for the proof of origin and the number of the request, which are new in each answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
    headers = dict(answer.headers)
    if number := headers.pop("X-Request-ID", ""):
        body = body.replace(number.encode(), b"")
    return answer.status_code, headers, body.replace(MISSING.encode(), SLUG.encode())


def in_the_name_of_the_other(headers: dict[str, str]) -> dict[str, str]:
    return {name: text.replace(MISSING, SLUG) for name, text in headers.items()}


def told_apart(asked: Site, method: str, wanted: str, missing: str) -> list[str]:
    """How the answers at two addresses differ, by session and by token."""
    found = []
    for how in asked.ways(wanted):
        status, headers, body = seen(asked.ask(how, method, wanted))
        twin = seen(asked.ask(how, method, missing))
        if (status, in_the_name_of_the_other(headers), body) != (twin[0], in_the_name_of_the_other(twin[1]), twin[2]):
            found.append(f"{method} {wanted} by {how}: {status}, not {twin[0]} with the same words")
        if status == 200 and method != "options":
            found.append(f"{method} {wanted} by {how}: answered")
        found += [f"{method} {wanted} by {how}: names {word}" for word in SECRETS if word.encode() in body]
    return found


def test_every_address_is_in_the_tables() -> None:
    served = {route for route in routes(get_resolver()) if not route.startswith(tuple(ELSEWHERE))}
    assert served == OF_A_STANDARD.keys() | OF_THE_SITE.keys()


def test_every_address_of_the_tables_is_the_one_it_stands_for(closed: Closed) -> None:
    tried = {route: address(route, known(closed, SLUG)).partition("?")[0] for route in OF_A_STANDARD}
    assert {route: resolve(path).route for route, path in (tried | OF_THE_SITE).items()} == {
        route: route for route in tried | OF_THE_SITE
    }


def routes_for(role: str) -> list[str]:
    """Every address for visitors and outsiders; the rest are outsiders with a row: a third each in a check."""
    routes = list(OF_A_STANDARD)
    return routes if role in {"visitor", "outsider"} else list(sample(routes, 3, STRANGERS.index(role) % 3))


def methods(role: str, route: str) -> Sequence[str]:
    """Every method for who is signed in to nothing and for who is; the others differ from the second by their rows alone."""
    if role not in {"visitor", "outsider"}:
        return "get", "post"
    return REST_METHODS if route.startswith("api/") else METHODS


def routes_of_reader(role: str) -> Sequence[str]:
    """Every address for a member; of the others in a check each asks for every second one, so that two of them ask for each."""
    routes = list(OF_A_STANDARD)
    return routes if role == "member" else sample(routes, 2, READERS.index(role) % 2)


def methods_of_reader(role: str) -> Sequence[str]:
    """Every method for a member; the other roles differ from a member's in what a page offers."""
    return METHODS if SOAK or role == "member" else ("get",)


@pytest.mark.soak
@pytest.mark.parametrize("role", STRANGERS)
def test_restricted_standard_is_not_there_for_a_stranger(closed: Closed, role: str) -> None:
    asked = site(closed, closed.strangers[role])
    found = [
        line
        for route in routes_for(role)
        for method in methods(role, route)
        for line in told_apart(
            asked, method, address(route, known(closed, SLUG)), address(route, known(closed, MISSING))
        )
    ]
    assert found == []


@pytest.mark.parametrize("role", STRANGERS)
def test_past_of_a_restricted_standard_is_not_there_for_a_stranger(closed: Closed, role: str) -> None:
    asked = site(closed, closed.strangers[role])
    found = [
        line
        for rest in OF_THE_PAST
        for line in told_apart(asked, "get", filled(rest, known(closed, SLUG)), filled(rest, known(closed, MISSING)))
    ]
    assert found == []


@pytest.mark.parametrize("role", STRANGERS)
def test_site_names_no_restricted_standard_to_a_stranger(closed: Closed, role: str) -> None:
    asked = site(closed, closed.strangers[role])
    named = []
    for path in OF_THE_SITE.values():
        for how, method in [(how, method) for how in asked.ways(path) for method in ("get", "post")]:
            body = seen(asked.ask(how, method, path))[2]
            named += [f"{method} {path}: {word}" for word in (*SECRETS, f"/{SLUG}/") if word.encode() in body]
    assert named == []


@pytest.mark.soak
@pytest.mark.parametrize("role", READERS)
def test_restricted_standard_is_there_for_its_members(closed: Closed, role: str) -> None:
    asked = site(closed, closed.readers[role])
    found = []
    for route in routes_of_reader(role):
        wanted = OF_A_STANDARD[route][1]
        path = address(route, known(closed, SLUG))
        for how, method in [(how, method) for how in asked.ways(path) for method in methods_of_reader(role)]:
            answer = asked.ask(how, method, path)
            status, headers, body = seen(answer)
            if status >= 500 or b"No standard called" in body:
                found.append(f"{role}, {method} {path} by {how}: {status}")
            if method == "get" and role == "member" and status != wanted:
                found.append(f"{role}, {method} {path} by {how}: {status}, not {wanted}")
            if method == "get" and status != 405 and (why := kept(headers)):
                found.append(f"{role}, {method} {path} by {how}: {why}")
    assert found == []


def kept(headers: dict[str, str]) -> str:
    """Who might keep an answer that is its reader's alone; empty where nobody."""
    if headers.get("Cache-Control") != "private, no-store":
        return f"Cache-Control is {headers.get('Cache-Control')}"
    vary = {name.strip() for name in headers.get("Vary", "").split(",")}
    return "" if {"Authorization", "Cookie"} <= vary else f"Vary is {headers.get('Vary')}"
