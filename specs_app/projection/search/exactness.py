"""What bears exactly the name that was typed, and in which order that comes. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from specs_app.projection.search.scope import Result
from specs_app.projection.search.words import Query, fold, forms_of, squeezed

#: What other parts lie in.
WHOLES = ("domain", "return", "cms", "object")
#: What bears a reference or a number rather than a name.
_REFERRED = frozenset({"item", "change"})
#: Entries of one rank: the parts that others lie in first.
_KINDS = (*WHOLES, "category", "item", "extract", "authority", "change")


def in_order(entries: Iterable[Result], query: Query) -> list[Result]:
    """Those that bear a name of the query: the reference itself first, then another name, then a former one."""
    ranked = [(rank(entry, query), _KINDS.index(entry.kind), entry) for entry in entries]
    return [entry for found, _, entry in sorted(ranked, key=lambda one: one[:2]) if found < NONE]


def meant(entry: Result, query: Query) -> str:
    """The reference that the search took for meant, where another was typed (``PERS002A`` of ``PERS02A``); else empty."""
    if entry.kind not in _REFERRED or fold(entry.key).replace(" ", "") == fold(query.text).replace(" ", ""):
        return ""
    return entry.key if query.called and query.called[0] in forms_of(entry.key) else ""


NONE = 6


def rank(entry: Result, query: Query) -> int:
    """From 0 (what was typed is its reference) to 6 (it bears none of the names)."""
    if not query.called:
        return NONE
    typed, others = query.called[0], query.called[1:]
    called, formerly, own = entry.called.split(), entry.formerly.split(), squeezed(entry.key)
    told = (own == typed, typed in called, own in others, any(name in called for name in others), typed in formerly)
    return next((at for at, holds in enumerate(told) if holds), 5 if any(name in formerly for name in others) else NONE)
