"""Whose request it is: what proxies say, and what a visitor may only pretend."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from ssd_portal.clients import UNKNOWN, client_ip, counted_as
from ssd_portal.middleware import client_address

PROXY = "10.0.0.9"


def request(forwarded: str | None, nearest: str = PROXY) -> HttpRequest:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return RequestFactory(REMOTE_ADDR=nearest, headers=headers).get("/")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "wanted"),
    [
        (0, None, PROXY),
        (0, "192.0.2.1", PROXY),  # nobody vouches for it
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.7, 192.0.2.1", "192.0.2.1"),  # the first is the visitor's own invention
        (1, "a, b, c,192.0.2.1 ", "192.0.2.1"),
        (2, "203.0.113.7, 192.0.2.1, 10.0.0.8", "192.0.2.1"),
        (2, "192.0.2.1", PROXY),  # fewer than there are proxies: it came past one of them
        (1, None, PROXY),
        (1, "", PROXY),
        (1, "unknown", PROXY),
        (1, "192.0.2.1, ", PROXY),
        (1, "192.0.2.999", PROXY),
        (1, "192.0.2.1:4711", "192.0.2.1"),
        (1, '"[2001:db8::1]:4711"', "2001:db8::1"),
        (1, "[2001:db8::1]", "2001:db8::1"),
        (1, "2001:DB8:0::1", "2001:db8::1"),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "x" * 100_000, PROXY),
        (1, "192.0.2.1\0", PROXY),
    ],
)
def test_client_ip_is_what_the_outermost_proxy_saw(proxies: int, forwarded: str | None, wanted: str) -> None:
    with override_settings(PROXIES=proxies):
        assert client_ip(request(forwarded).META) == wanted


@pytest.mark.parametrize("nearest", ["", "unix:", "nonsense"])
def test_client_ip_of_a_local_socket_is_an_address_too(nearest: str) -> None:
    assert client_ip(request(None, nearest).META) == UNKNOWN


def test_network_of_a_household_counts_as_one() -> None:
    one, two = (counted_as(request(None, address)) for address in ("2001:db8::1", "2001:db8::ffff:1"))
    assert one == two == "2001:db8::"
    assert counted_as(request(None, "2001:db8:0:1::1")) != one
    assert counted_as(request(None, "192.0.2.1")) == "192.0.2.1"


@override_settings(PROXIES=1)
def test_everything_behind_the_middleware_sees_the_client() -> None:
    seen: list[str] = []

    def view(found: HttpRequest) -> HttpResponse:
        seen.append(found.META["REMOTE_ADDR"])
        return HttpResponse()

    client_address(view)(request("192.0.2.1"))
    assert seen == ["192.0.2.1"]
