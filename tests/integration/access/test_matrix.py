"""Every address of the site and every kind of reader, for a restricted standard.

The tables are written by hand. An address that they do not name fails the test, so that nobody adds a page without saying who
reads it. To whoever may not read it, each address answers exactly as for a standard that is not there: status, headers and bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from knox.models import AuthToken

from tests.integration.access.conftest import CHANGE_TITLE, SLUG, Closed

#: Of the same length, so that not even the length of an answer differs.
MISSING = "zzz"
REST = "api/v1/specifications/<slug:slug>/"
PAGE = "<slug:slug>/"
CHANGE = f"{PAGE}changes/<str:number>/"
REST_CHANGE = f"{REST}changes/<str:number>/"

#: What is not walked through, and why.
ELSEWHERE = {
    "accounts/": "allauth: accounts of people, no view knows of a standard",
    "admin/": "for administrators, who read every standard; test_admin_shows_a_standard_to_administrators_alone",
}

#: Addresses that belong to no standard; they must not name a restricted one to whoever may not read it.
OF_THE_SITE = {
    "": "/",
    "healthz": "/healthz",
    "readyz": "/readyz",
    "api/docs/": "/api/docs/",
    "api/v1/schema/": "/api/v1/schema/",
    "api/v1/specifications/": "/api/v1/specifications/",
    r"^api/v1/(?:[\s\S]*/)?\Z": "/api/v1/ysd/",
    "account/": "/account/",
    "account/name/": "/account/name/",
    "account/git/": "/account/git/",
    "account/confirm/": "/account/confirm/",
    "account/confirm/<str:key>/": "/account/confirm/abc/",
    "account/memberships/<int:key>/leave/": "/account/memberships/999999/leave/",
    "account/tokens/": "/account/tokens/",
    "account/tokens/<slug:key>/revoke/": "/account/tokens/abcdefgh/revoke/",
}

#: Addresses of a standard: the rest of the address, and the status of a GET by the member who made the proposals.
#: ``{draft}`` and so on are the numbers of proposals by their status.
OF_A_STANDARD: dict[str, tuple[str, int]] = {
    PAGE: ("", 200),
    f"{PAGE}search": ("search?q=surname", 200),
    f"{PAGE}objects/": ("objects/", 200),
    f"{PAGE}objects/<path:name>/": ("objects/ysd_team/", 200),
    f"{PAGE}items/": ("items/", 200),
    f"{PAGE}items/<path:key>/": ("items/YOUN002A/", 200),
    f"{PAGE}categories/": ("categories/", 200),
    f"{PAGE}categories/<path:name>/": ("categories/attendance_mark/", 200),
    f"{PAGE}objects/<path:name>/history/": ("objects/ysd_team/history/", 200),
    f"{PAGE}items/<path:name>/history/": ("items/YOUN002A/history/", 200),
    f"{PAGE}categories/<path:name>/history/": ("categories/attendance_mark/history/", 200),
    f"{PAGE}cms/": ("cms/", 200),
    f"{PAGE}cms/<path:key>/": ("cms/larchway/", 200),
    f"{PAGE}returns/": ("returns/", 200),
    f"{PAGE}returns/<path:key>/": ("returns/YAC/", 200),
    f"{PAGE}downloads/": ("downloads/", 200),
    f"{PAGE}downloads/<slug:name>.pdf": ("downloads/{slug}.pdf", 200),
    f"{PAGE}downloads/objects/<path:name>.pdf": ("downloads/objects/ysd_team.pdf", 200),
    f"{PAGE}downloads/<path:name>": ("downloads/sql/larchway-tsql.sql", 200),
    f"{PAGE}quality/": ("quality/", 200),
    f"{PAGE}releases/": ("releases/", 200),
    f"{PAGE}releases/<path:version>/": ("releases/1.0.0/", 302),
    f"{PAGE}revisions/<str:sha>/": ("revisions/{sha}/", 200),
    f"{PAGE}compare/": ("compare/?from=1.0.0&to={sha}", 302),
    r"^(?P<slug>[-\w]+)/compare/(?P<older>[^/]+?)\.\.\.(?P<newer>[^/]+)/$": ("compare/1.0.0...{sha}/", 200),
    f"{PAGE}changes/": ("changes/", 200),
    f"{PAGE}changes/feed/": ("changes/feed/", 200),
    f"{PAGE}changes/new/": ("changes/new/?item=YOUN002A", 200),
    f"{PAGE}changes/new/why/": ("changes/new/why/?form=wording&target=YOUN002A", 200),
    CHANGE: ("changes/{in_review}/", 200),
    f"{CHANGE}draft/": ("changes/{draft}/draft/", 200),
    f"{CHANGE}why/": ("changes/{draft}/why/", 200),
    f"{CHANGE}edits/new/": ("changes/{draft}/edits/new/?form=wording&target=YOUN002A", 200),
    f"{CHANGE}edits/<int:position>/": ("changes/{draft}/edits/0/", 200),
    f"{CHANGE}edits/<int:position>/remove/": ("changes/{draft}/edits/0/remove/", 405),
    f"{CHANGE}send/": ("changes/{draft}/send/", 405),
    f"{CHANGE}sent/": ("changes/{submitted}/sent/", 200),
    f"{CHANGE}conflicts/": ("changes/{changes_requested}/conflicts/", 200),
    f"{CHANGE}discard/": ("changes/{draft}/discard/", 200),
    f"{CHANGE}vote/": ("changes/{in_review}/vote/", 200),
    f"{CHANGE}comment/": ("changes/{published}/comment/", 200),
    f"{CHANGE}<str:name>/": ("changes/{on_hold}/withdraw/", 200),
    f"{PAGE}join/": ("join/", 200),
    f"{PAGE}members/": ("members/", 403),
    f"{PAGE}members/<int:key>/": ("members/{request}/", 403),
    f"{PAGE}members/<int:key>/end/": ("members/{request}/end/", 403),
    f"{PAGE}inbox/": ("inbox/", 200),
    REST: ("", 200),
    f"{REST}objects/": ("objects/", 200),
    f"{REST}objects/<str:name>/": ("objects/ysd_team/", 200),
    f"{REST}items/": ("items/", 200),
    f"{REST}items/<str:item_ref>/": ("items/YOUN002A/", 200),
    f"{REST}categories/": ("categories/", 200),
    f"{REST}categories/<str:name>/": ("categories/attendance_mark/", 200),
    f"{REST}objects/<str:name>/history/": ("objects/ysd_team/history/", 200),
    f"{REST}items/<str:name>/history/": ("items/YOUN002A/history/", 200),
    f"{REST}categories/<str:name>/history/": ("categories/attendance_mark/history/", 200),
    f"{REST}relationships/": ("relationships/", 200),
    f"{REST}cms/": ("cms/", 200),
    f"{REST}cms/<str:cms>/": ("cms/larchway/", 200),
    f"{REST}cms/<str:cms>/mappings/": ("cms/larchway/mappings/", 200),
    f"{REST}returns/": ("returns/", 200),
    f"{REST}returns/<str:name>/": ("returns/YAC/", 200),
    f"{REST}problems/": ("problems/", 200),
    f"{REST}revisions/": ("revisions/", 200),
    f"{REST}revisions/<str:sha>/": ("revisions/{sha}/", 200),
    f"{REST}releases/": ("releases/", 200),
    f"{REST}releases/<str:version>/": ("releases/1.0.0/", 200),
    f"{REST}diff/": ("diff/?from=1.0.0", 200),
    "api/v1/specifications/<str:slug>/export/<str:kind>": ("export/json", 200),
    f"{REST}export/<str:kind>/": ("export/pdf/", 200),
    f"{REST}sql/<str:cms>/": ("sql/larchway/", 200),
    f"{REST}changes/": ("changes/", 200),
    REST_CHANGE: ("changes/{rejected}/", 200),
    f"{REST_CHANGE}reviews/": ("changes/{in_review}/reviews/", 405),
    f"{REST_CHANGE}comments/": ("changes/{in_review}/comments/", 405),
    f"{REST_CHANGE}settle/": ("changes/{changes_requested}/settle/", 405),
    f"{REST_CHANGE}submit/": ("changes/{draft}/submit/", 405),
    f"{REST_CHANGE}withdraw/": ("changes/{submitted}/withdraw/", 405),
    f"{REST_CHANGE}triage/": ("changes/{submitted}/triage/", 405),
    f"{REST_CHANGE}hold/": ("changes/{submitted}/hold/", 405),
    f"{REST_CHANGE}resume/": ("changes/{on_hold}/resume/", 405),
    f"{REST_CHANGE}request-changes/": ("changes/{in_review}/request-changes/", 405),
    f"{REST_CHANGE}reject/": ("changes/{in_review}/reject/", 405),
}
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


def address(closed: Closed, route: str, slug: str) -> str:
    """An address of that route in a standard."""
    return filled(closed, OF_A_STANDARD[route][0], slug, "/api/v1/specifications" if route.startswith("api/") else "")


def filled(closed: Closed, rest: str, slug: str, root: str = "") -> str:
    numbers = {status: change.number for status, change in closed.changes.items()}
    return f"{root}/{slug}/" + rest.format(slug=slug, sha=closed.shas[0], request=closed.request.pk, **numbers)


def seen(answer: HttpResponseBase) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and bytes, but for the proof of origin, which is new in each answer."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)
    return answer.status_code, dict(answer.headers), body.replace(MISSING.encode(), SLUG.encode())


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
    known = {route for route in routes(get_resolver()) if not route.startswith(tuple(ELSEWHERE))}
    assert known == OF_A_STANDARD.keys() | OF_THE_SITE.keys()


def test_every_address_of_the_tables_is_the_one_it_stands_for(closed: Closed) -> None:
    tried = {route: address(closed, route, SLUG).partition("?")[0] for route in OF_A_STANDARD}
    assert {route: resolve(path).route for route, path in (tried | OF_THE_SITE).items()} == {
        route: route for route in tried | OF_THE_SITE
    }


@pytest.mark.parametrize("role", STRANGERS)
def test_restricted_standard_is_not_there_for_a_stranger(closed: Closed, role: str) -> None:
    asked = site(closed, closed.strangers[role])
    found = [
        line
        for route in OF_A_STANDARD
        for method in (REST_METHODS if route.startswith("api/") else METHODS)
        for line in told_apart(asked, method, address(closed, route, SLUG), address(closed, route, MISSING))
    ]
    assert found == []


@pytest.mark.parametrize("role", STRANGERS)
def test_past_of_a_restricted_standard_is_not_there_for_a_stranger(closed: Closed, role: str) -> None:
    asked = site(closed, closed.strangers[role])
    found = [
        line
        for rest in OF_THE_PAST
        for line in told_apart(asked, "get", filled(closed, rest, SLUG), filled(closed, rest, MISSING))
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


@pytest.mark.parametrize("role", READERS)
def test_restricted_standard_is_there_for_its_members(closed: Closed, role: str) -> None:
    asked = site(closed, closed.readers[role])
    found = []
    for route, (_, wanted) in OF_A_STANDARD.items():
        path = address(closed, route, SLUG)
        for how, method in [(how, method) for how in asked.ways(path) for method in ("get", "head", "post")]:
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
