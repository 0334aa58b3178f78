"""How often REST may be asked, by the client's address or account: counted once over all processes (`ssd_portal.counts`)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rest_framework import throttling
from rest_framework.request import Request

from ssd_portal.counts import COUNTS, end_of_span

if TYPE_CHECKING:  # that module loads this one, by its name in the settings
    from rest_framework.views import APIView


class Counted(throttling.SimpleRateThrottle):
    """A limit for each span of the clock, in place of the framework's history, which each process would keep by itself."""

    num_requests: int
    duration: int

    def allow_request(self, request: Request, view: APIView) -> bool:
        key = self.get_cache_key(request, view) if self.rate else None
        return key is None or COUNTS.allows(key, self.num_requests, self.duration)

    def wait(self) -> float:
        """Seconds until the next span."""
        return end_of_span(self.duration) - time.time()


class OfVisitors(throttling.AnonRateThrottle, Counted):
    """Requests without sign-in, by address."""


class OfPeople(throttling.UserRateThrottle, Counted):
    """Requests of one account."""


class OfFiles(throttling.ScopedRateThrottle, Counted):
    """What takes long to make, by account or address."""
