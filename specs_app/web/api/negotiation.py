"""Which form an answer takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation


class AsAskedFor(DefaultContentNegotiation):
    """The form that the address names, else the one of the header Accept; 406 where there is none such."""

    def filter_renderers(self, renderers: Iterable[Any], format: str) -> list[Any]:  # noqa: A002 (the framework's name)
        known = {renderer.format: renderer for renderer in renderers}
        if format not in known:
            raise NotAcceptable(f"There is no form {format[:60]!r} of this. There are: {', '.join(known)}.")
        return [known[format]]


class AsTheAddressSays(DefaultContentNegotiation):
    """For files: what they are is in their address, whatever the client says it takes. Errors are JSON."""

    def select_renderer(self, _request: Any, renderers: Iterable[Any], _suffix: str | None = None) -> Any:
        first = next(iter(renderers))
        return first, first.media_type
