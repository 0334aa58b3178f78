"""How often REST may be asked: counted in each process's own memory, by the client's address or account."""

from typing import cast

from django.core.cache import BaseCache, caches
from django.utils.connection import ConnectionProxy
from rest_framework import throttling

COUNTS = cast(BaseCache, ConnectionProxy(caches, "process"))


class OfVisitors(throttling.AnonRateThrottle):
    """Requests without sign-in, by address."""

    cache = COUNTS


class OfPeople(throttling.UserRateThrottle):
    """Requests of one account."""

    cache = COUNTS


class OfFiles(throttling.ScopedRateThrottle):
    """What takes long to make, by account or address."""

    cache = COUNTS
