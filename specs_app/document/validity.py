"""When a code of a code list is valid, and which come after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from specs_app.document.types import Category, CategoryValue
from specs_app.document.values import Extra, Plain, Table, thaw

REPLACED_BY = "replaced_by"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def day_of(text: str) -> date | None:
    """A day written as ``2026-11-21``; None where it is no such day."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def is_valid_on(value: CategoryValue, day: date) -> bool:
    """Whether a code is valid on a day, both ends counted; an end that is not given, or is no day, is open."""
    begins, ends = day_of(value.valid_from.strip()), day_of(value.valid_to.strip())
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def valid_on(category: Category, day: date) -> tuple[CategoryValue, ...]:
    """The codes of a list that are valid on a day."""
    return tuple(value for value in category.values if is_valid_on(value, day))


def successors(value: CategoryValue) -> tuple[str, ...]:
    """The codes that take the place of one, as its ``replaced_by`` says: one code, or a list."""
    said = thaw(Table(value.extra)).get(REPLACED_BY)
    return tuple(str(one) for one in (said if isinstance(said, list) else [said]) if one not in (None, ""))


def succeeded_by(value: CategoryValue, codes: Sequence[str]) -> CategoryValue:
    """The code with others in its place: one is written as a text, several as a list, none takes the key away."""
    if tuple(codes) == successors(value):
        return value
    return replace(
        value, extra=with_replaced_by(value.extra, (codes[0] if len(codes) == 1 else tuple(codes)) if codes else None)
    )


def beside(value: CategoryValue) -> Extra:
    """The keys of a code that the portal does not know."""
    return with_replaced_by(value.extra, None)


def with_replaced_by(extra: Extra, said: Plain) -> Extra:
    """The keys with ``replaced_by`` as given, where it stood or else last; without it where it is None."""
    kept = tuple(pair for pair in extra if pair[0] != REPLACED_BY)
    if said is None:
        return kept
    place = next((index for index, (key, _) in enumerate(extra) if key == REPLACED_BY), len(kept))
    return (*kept[:place], (REPLACED_BY, said), *kept[place:])
