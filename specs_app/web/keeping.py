"""Which views answer every visitor alike, so that what they said once can be kept and given again.

A view says so itself. Its answer to somebody who shows neither session nor token then depends on the address, the parameters
named here, the scheme and the host, the form asked for, and the state of the specifications that it notes with `access.note`
(`specs_app.freshness`), and on nothing else. A view whose answer tells of none notes that: it is kept as long as the process lives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])

#: How long whoever gets an answer may use it without asking (`Cache-Control`): it can never be another; it follows a name that
#: seldom moves; it is asked for again each time, by its `ETag`.
A_YEAR = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
ASK_AGAIN = "no-cache"
FULL_SHA = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Keeping:
    """The parameters of the query that a page reads, in a fixed order; ``of_all``: it tells of every public specification.

    Of those in ``many`` it reads each text that is given, of the others the last.
    """

    parameters: tuple[str, ...] = ()
    of_all: bool = False
    many: frozenset[str] = frozenset()


def is_full_sha(version: str) -> bool:
    """Whether a version is named so that it can never be another."""
    return bool(FULL_SHA.fullmatch(version))


def lasting(version: str) -> str:
    """How long a file of a version that is named so may be used."""
    return A_YEAR if is_full_sha(version) else ASK_AGAIN


def kept(*parameters: str, of_all: bool = False, many: Collection[str] = ()) -> Callable[[View], View]:
    """Decorates a page that answers every visitor alike, and reads these parameters of the query; ``many`` several times each."""

    def mark(view: View) -> View:
        view.keeping = Keeping((*parameters, *many), of_all, frozenset(many))  # type: ignore[attr-defined]
        return view

    return mark
