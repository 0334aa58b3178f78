"""How much of a standard is filled, added up along one of its sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from specs_app.document.domains import by_domain
from specs_app.document.holding import FilledCount
from specs_app.publishing.matrices.filling import filled_of
from specs_app.versions.version import Version

#: The sides, as REST calls them.
SIDES: Final = ("system", "domain")


def by_system(version: Version) -> Mapping[str, FilledCount]:
    """Of all items how many each system fills, by its key."""
    sums = {cms.key: FilledCount() for cms in version.document.settings.cms}
    for (_, key), one in filled_of(version).items():
        sums[key] += one
    return sums


def by_domain_of(version: Version, cms: str = "") -> Mapping[str, FilledCount]:
    """The same by the domain that most items of an object name: of one system, or of all together, where each item counts once a
    system. The empty key is of the objects of no domain."""
    counted = filled_of(version)
    systems = [entry.key for entry in version.document.settings.cms if cms in ("", entry.key)]
    return {
        group.key: sum((counted[entry.name, key] for entry in group.objects for key in systems), FilledCount())
        for group in by_domain(version.document)
    }
