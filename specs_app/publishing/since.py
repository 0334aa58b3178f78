"""Since which release, or else which day, a part is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from specs_app.document import paths
from specs_app.document.types import DataObject, Item
from specs_app.projection.arrivals import Arrivals
from specs_app.versions.released import Released, first_release_with


@dataclass(frozen=True, slots=True)
class Since:
    """The revision that brought a part, and the first release that has it, empty where none has.

    Of a part that was there from the start ``sha`` is empty, and it is older than ``when``.
    """

    release: str
    when: datetime
    sha: str

    @property
    def record(self) -> dict[str, Any] | None:
        """As REST says it: null for what was there from the start."""
        if not self.sha:
            return None
        return {"release": self.release or None, "date": self.when.isoformat(), "revision": self.sha}


@dataclass(frozen=True, slots=True)
class Sinces:
    """Of every part of one version; none where the portal does not know how the version came about."""

    arrivals: Arrivals | None = None
    releases: Sequence[Released] = ()

    def of(self, address: str) -> Since | None:
        if self.arrivals is None:
            return None
        moment = self.arrivals.of(address)
        if moment == self.arrivals.first:
            return Since("", moment.when, "")
        release = first_release_with(self.releases, moment.number)
        return Since(release.version if release else "", moment.when, moment.sha)

    def of_item(self, entry: DataObject, item: Item) -> Since | None:
        return self.of(paths.of_item(entry, item))

    def record(self, address: str) -> dict[str, Any] | None:
        """As REST says it."""
        since = self.of(address)
        return since.record if since else None


#: Where nothing is said of it, as in a proposal.
UNTOLD = Sinces()
