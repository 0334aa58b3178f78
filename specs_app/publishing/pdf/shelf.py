"""Parts kept in the database, which every worker reaches: what did not change since the last PDF is not set again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models.functions import Length
from django.utils import timezone

from specs_app.models import PdfPart
from specs_app.models.bounds import keep_first
from specs_app.publishing.pdf.parts import SetPart

#: The parts of a book of a hundred objects come to some 5 MB.
KEPT_BYTES = 200 * 2**20
#: Names in one query.
MANY = 500


class KeptParts:
    """The shelf in the database."""

    def take(self, names: Iterable[str]) -> Mapping[str, SetPart]:
        """Those of these that are there, which are used from now on."""
        wanted = sorted(names)
        found: dict[str, SetPart] = {}
        for start in range(0, len(wanted), MANY):
            rows = PdfPart.objects.filter(pk__in=wanted[start : start + MANY])
            found |= {row.name: SetPart.of(bytes(row.data), row.about) for row in rows}
            rows.update(used_at=timezone.now())
        return found

    def put(self, name: str, part: SetPart) -> None:
        """Keep one."""
        kept = {"data": part.data, "about": part.about, "used_at": timezone.now()}
        PdfPart.objects.update_or_create(pk=name, defaults=kept)


def prune() -> None:
    """Keep of all parts those that were used last: readers of old versions cannot fill the database."""
    keep_first(PdfPart, "-used_at", "name", size=Length("data"), bound=KEPT_BYTES)
