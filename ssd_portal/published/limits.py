"""Kept answers of REST count against its limits, as those that Django gives."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser

from ssd_portal.clients import client_ip
from ssd_portal.published.asked import Environ
from ssd_portal.published.places import RestRead

NOBODY = AnonymousUser()


def within_limits(view: RestRead, environ: Environ) -> bool:
    """Count one more answer of a view to a visitor: whether they may have it."""
    request = cast("Any", SimpleNamespace(user=NOBODY, headers={}, META={"REMOTE_ADDR": client_ip(environ)}))
    asked = cast("Any", view)
    allowed = [throttle().allow_request(request, asked) for throttle in view.throttle_classes]
    return all(allowed)
