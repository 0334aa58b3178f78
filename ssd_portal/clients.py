"""Whose request it is, by address. `ssd_portal.middleware.client_address` lets everything else know."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest

#: Where a request has no address, as over a local socket: an address all the same, for what stores and counts them.
UNKNOWN = "0.0.0.0"  # noqa: S104 - nothing is bound to it
#: One household or office holds at least so much of IPv6.
ONE_NETWORK = 64
MOST_REMEMBERED = 4096
#: Letters at the end of ``X-Forwarded-For`` that are looked at: the entries of far more proxies than anybody has.
LONGEST = 512


def client_ip(meta: Mapping[str, Any]) -> str:
    """From the ``META`` of a request: the address that the outermost of our own proxies saw, in its usual spelling.

    Each of the ``PROXIES`` adds one entry to ``X-Forwarded-For``; what stands before those was sent by the visitor and counts for
    nothing. Where there are fewer entries, or the one is no address, it is the nearest sender.
    """
    proxies: int = settings.PROXIES
    forwarded: str = meta.get("HTTP_X_FORWARDED_FOR", "") if proxies > 0 else ""
    if len(forwarded) > LONGEST:  # what is remembered has a bound, and the entry wanted is at the end
        forwarded = forwarded[-LONGEST:]
    return _client(forwarded, meta.get("REMOTE_ADDR", ""), proxies)


def counted_as(request: HttpRequest) -> str:
    """The address under which a client's failures are counted: of IPv6 its network, as addresses in it are free."""
    found = _address(request.META.get("REMOTE_ADDR", ""))
    if isinstance(found, IPv6Address):
        found = IPv6Network((int(found), ONE_NETWORK), strict=False).network_address
    return str(found or UNKNOWN)


@lru_cache(MOST_REMEMBERED)
def _client(forwarded: str, sender: str, proxies: int) -> str:
    entries = forwarded.split(",")
    said = _spelling(entries[-proxies]) if 0 < proxies <= len(entries) else ""
    return said or _spelling(sender) or UNKNOWN


def _spelling(text: str) -> str:
    """The usual spelling of an address; empty where it is none."""
    return str(_address(text) or "")


@lru_cache(MOST_REMEMBERED)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it, with a port or without; None where it is none."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
