"""What a standard is recognised by, of a version that is read or of its row."""

from __future__ import annotations

from specs_app.document.identity import Identity, identity
from specs_app.models import Specification
from specs_app.versions.version import Version


def identity_of(version: Version) -> Identity:
    """As the version states it."""
    stated = version.document.settings
    return identity(
        version.slug, short_name=stated.short_name, mark=stated.mark, colour=stated.colour, prefix=stated.prefix
    )


def identity_of_row(row: Specification) -> Identity:
    """As the published version states it, without reading that."""
    stated = {name: row.settings.get(name, "") for name in ("short_name", "mark", "colour")}
    return identity(row.slug, prefix=row.prefix, **stated)
