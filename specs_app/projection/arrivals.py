"""Since which revision each item, object, code list and code is there, as the differences of the revisions tell it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from specs_app.document import paths
from specs_app.document.storable import stored_address

CAME, WENT, RENAMED = frozenset({"added", "code_added"}), frozenset({"removed", "code_removed"}), "renamed"


class Moment(NamedTuple):
    """A revision, and when it was made."""

    number: int
    sha: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Arrivals:
    """``first`` is the first revision that the portal knows, ``until`` the number of the one read; ``later`` are the parts that the
    first one did not have, by their addresses. A code that came with its whole list has no moment of its own.
    """

    first: Moment
    until: int
    later: Mapping[str, Moment]

    def of(self, address: str) -> Moment:
        """The revision that brought a part of the version; the first one where it was there from the start."""
        kind, *names = paths.split(address)
        whole = paths.of_category(names[0]) if kind == "categories" and len(names) > 1 else address
        return self.later.get(stored_address(address)) or self.later.get(stored_address(whole), self.first)


class ArrivalStep(NamedTuple):
    """A part that a revision brought, took out or renamed. ``what`` is the name and object of an item, ``former`` an address."""

    moment: Moment
    kind: str
    address: str
    what: tuple[str, str] | None = None
    former: str = ""


def later(steps: Iterable[ArrivalStep]) -> dict[str, Moment]:
    """The parts that came after the first revision and are there after the last step, each with the revision that brought it.

    A part under a new name, and an item that came in under another reference in place of one that went, came when it first did.
    """
    found = _Later()
    for _, group in groupby(steps, key=lambda step: step.moment.number):
        found.read(list(group))
    return found.moments


@dataclass(slots=True)
class _Later:
    moments: dict[str, Moment] = field(default_factory=dict)

    def read(self, steps: list[ArrivalStep]) -> None:
        """One revision: what went is told under its former name, codes under the new name of their list."""
        gone = {step.address: self._take(step.address) for step in steps if step.kind == "removed"}
        self._rename({step.former: step.address for step in steps if step.kind == RENAMED})
        gone |= {step.address: self._take(step.address) for step in steps if step.kind == "code_removed"}
        in_place_of = _counterparts(steps)
        for step in steps:
            if step.kind in CAME:
                former = in_place_of.get(step.address)
                self._put(step.address, gone[former] if former else step.moment)

    def _put(self, address: str, moment: Moment | None) -> None:
        if moment:
            self.moments[address] = moment

    def _take(self, address: str) -> Moment | None:
        """Out with a part, and with the codes of a list."""
        if address.startswith("categories/"):
            for code in [other for other in self.moments if other.startswith(f"{address}/")]:
                del self.moments[code]
        return self.moments.pop(address, None)

    def _rename(self, names: Mapping[str, str]) -> None:
        """At once, as two parts may have changed names; the codes go with their list."""
        if names:
            self.moments = {_renamed(address, names): moment for address, moment in self.moments.items()}


def _renamed(address: str, names: Mapping[str, str]) -> str:
    head, slash, code = address.partition("/")
    name, slash, code = code.partition("/")
    new = names.get(f"{head}/{name}")
    return f"{new}{slash}{code}" if new else address


def _counterparts(steps: Iterable[ArrivalStep]) -> dict[str, str]:
    """By the address of an item that came, that of the one in whose place: of its name and object no other came, and one went."""
    sides: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for step in steps:
        if step.what:
            sides.setdefault(step.what, ([], []))[step.kind in CAME].append(step.address)
    return {come[0]: gone[0] for gone, come in sides.values() if len(gone) == len(come) == 1}
