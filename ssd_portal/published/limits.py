"""Kept answers of REST count against its limits, as those that Django gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from rest_framework.throttling import BaseThrottle, ScopedRateThrottle, UserRateThrottle

from specs_app.web.failures import OUTAGES
from ssd_portal.clients import client_ip
from ssd_portal.counts import COUNTS
from ssd_portal.throttles import Counted

if TYPE_CHECKING:
    from specs_app.web.api.base import RestView


class Limit(NamedTuple):
    """So many answers in so many seconds; a visitor is counted under the ``prefix`` and their address."""

    prefix: str
    most: int
    seconds: int


def within_limits(limits: tuple[Limit, ...], environ: dict[str, Any]) -> bool:
    """Count one more answer to a visitor: whether they may have it.

    Where they may not, or the database does not answer, Django is asked, which counts and says so.
    """
    address = client_ip(environ)
    try:
        for prefix, most, seconds in limits:
            if not COUNTS.allows(prefix + address, most, seconds):
                return False
    except OUTAGES:
        return False
    return True


def limits_of(view: type[RestView]) -> tuple[Limit, ...]:
    """The limits of visitors of a view.

    The limit of people would count a visitor once more, by the same address, and never refuses one that the limit of visitors
    has not: it is no lower. The lowest comes first: where it refuses, no other has been counted, as Django counts them then.
    """
    kinds = [kind for kind in view.throttle_classes if not issubclass(kind, UserRateThrottle)]
    found = (limit for kind in kinds if (limit := _limit(kind, view)))
    return tuple(sorted(found, key=lambda limit: limit.most / limit.seconds))


def _limit(kind: type[BaseThrottle], view: type[RestView]) -> Limit | None:
    """What a throttle comes to for a visitor; None where it leaves the view alone."""
    throttle = kind()
    if not isinstance(throttle, Counted):
        raise TypeError(f"{kind.__name__} does not count as kept answers do")
    if isinstance(throttle, ScopedRateThrottle):
        throttle.scope = getattr(view, throttle.scope_attr, None)
    most, seconds = throttle.parse_rate(throttle.get_rate()) if throttle.scope else (None, None)
    if most is None or seconds is None:
        return None
    return Limit(throttle.cache_format % {"scope": throttle.scope, "ident": ""}, most, seconds)
