"""Kept answers of REST count against its limits, as those that Django gives."""

from __future__ import annotations

from functools import lru_cache
from threading import get_ident
from types import SimpleNamespace
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from rest_framework.throttling import BaseThrottle, UserRateThrottle

from ssd_portal.clients import client_ip
from ssd_portal.published.asked import Environ
from ssd_portal.published.places import RestRead

NOBODY = AnonymousUser()


def within_limits(view: RestRead, environ: Environ) -> bool:
    """Count one more answer of a view to a visitor: whether they may have it."""
    request = cast("Any", SimpleNamespace(user=NOBODY, headers={}, META={"REMOTE_ADDR": client_ip(environ)}))
    asked = cast("Any", view)
    allowed = [throttle.allow_request(request, asked) for throttle in throttles_of(asked, get_ident())]
    return all(allowed)


@lru_cache(1024)
def throttles_of(view: RestRead, _thread: int) -> list[BaseThrottle]:
    """Those of a view, made once for each thread, as they keep notes of the request that they are asked about.

    The limit of people would count a visitor once more, by the same address, and never refuses one that the limit of visitors
    has not: it is no lower.
    """
    return [throttle() for throttle in view.throttle_classes if not issubclass(throttle, UserRateThrottle)]
