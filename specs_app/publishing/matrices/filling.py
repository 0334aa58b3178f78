"""How much of each object each system fills, counted once a version."""

from __future__ import annotations

from collections.abc import Mapping

from specs_app.document.holding import FilledCount, filled
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.version import Version


def filled_of(version: Version) -> Mapping[tuple[str, str], FilledCount]:
    """By object and system, how much is filled; counted once a version."""
    return VERSIONS.get(("filled", version.slug, version.sha), lambda: _filled_of(version), _weigh_counts)


def _filled_of(version: Version) -> dict[tuple[str, str], FilledCount]:
    document = version.document
    return {
        (entry.name, cms.key): filled(document, cms, ((entry, item) for item in entry.items))
        for entry in document.objects
        for cms in document.settings.cms
    }


def _weigh_counts(found: Mapping[tuple[str, str], FilledCount]) -> Weights:
    return {id(found): 300 * (1 + len(found))}
