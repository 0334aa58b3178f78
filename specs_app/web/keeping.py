"""Which views answer every visitor alike, so that what they said once can be kept and given again.

A view says so itself. Its answer to somebody who shows neither session nor token then depends on the address, the parameters
named here, the scheme and the host, the form asked for, and the state of the specifications that it notes with `access.note`
(`specs_app.freshness`), and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Keeping:
    """The parameters of the query that a page reads, in a fixed order; ``of_all``: it tells of every public specification."""

    parameters: tuple[str, ...] = ()
    of_all: bool = False


def kept(*parameters: str, of_all: bool = False) -> Callable[[View], View]:
    """Decorates a page that answers every visitor alike, and reads these parameters of the query."""

    def mark(view: View) -> View:
        view.keeping = Keeping(parameters, of_all)  # type: ignore[attr-defined]
        return view

    return mark
