"""Which form an answer takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation


class AsTheAddressSays(DefaultContentNegotiation):
    """For files: what they are is in their address, whatever the client says it takes. Errors are JSON."""

    def select_renderer(self, _request: Any, renderers: Iterable[Any], _suffix: str | None = None) -> Any:
        first = next(iter(renderers))
        return first, first.media_type
