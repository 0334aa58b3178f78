"""What of an address decides the answer: whether the view behind it answers every visitor alike, and what of the query it reads."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.urls import Resolver404, resolve
from rest_framework.renderers import BaseRenderer

from specs_app.web.api.base import RestView
from specs_app.web.api.negotiation import AsAskedFor
from specs_app.web.keeping import Keeping
from ssd_portal.published.limits import Limit, limits_of

#: Addresses whose views are remembered.
MOST_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class KeptAddress:
    """An address whose answer may be kept. ``rest`` is its view where that is of REST, which refuses what it does not know.

    ``limits`` are those of visitors, worked out once: to ask the framework each time costs more than all else of an answer.
    """

    parameters: tuple[str, ...]
    of_all: bool = False
    many: frozenset[str] = frozenset()
    rest: type[RestView] | None = None
    limits: tuple[Limit, ...] = ()

    @property
    def negotiates(self) -> bool:
        """Whether the form of the answer follows the header Accept."""
        return self.rest is not None and self.rest.content_negotiation_class is AsAskedFor

    @property
    def renderers(self) -> list[BaseRenderer]:
        """What makes the forms of an answer of REST; none of a page."""
        return [kind() for kind in self.rest.renderers("GET")] if self.rest else []

    def query(self, raw: str) -> dict[str, list[str]] | None:
        """What the view reads of a query, in a fixed order, the texts of each parameter.

        None where it refuses the query, or one cannot be read.
        """
        if not raw:
            return {}
        try:
            given = QueryDict(raw.encode("latin-1"))
        except (TooManyFieldsSent, ValueError):
            return None
        if self.rest and (given.keys() - set(self.parameters) or any(len(texts) > 1 for _, texts in given.lists())):
            return None
        return {name: texts for name in self.parameters if (texts := self._read(name, given.getlist(name)))}

    def _read(self, name: str, texts: list[str]) -> list[str]:
        """Of what is given under a name that which is read: an empty text says nothing."""
        return [text for text in (texts if name in self.many else texts[-1:]) if text]


@lru_cache(MOST_REMEMBERED)
def place_of(path: str) -> KeptAddress | None:
    """The place at a path as WSGI writes it; None where answers are not kept."""
    try:
        view: Any = resolve(path.encode("latin-1").decode()).func
    except (Resolver404, UnicodeError):
        return None
    keeping: Keeping | None = getattr(view, "keeping", None)
    if keeping:
        return KeptAddress(keeping.parameters, keeping.of_all, keeping.many)
    rest = getattr(view, "cls", None)
    if rest is None or not issubclass(rest, RestView) or not rest.kept:
        return None
    return KeptAddress(tuple(rest.taken("GET")), rest.of_all, rest=rest, limits=limits_of(rest))
