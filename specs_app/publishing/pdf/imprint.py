"""Which text a PDF is, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from specs_app.document.names import day_in_words
from specs_app.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the cover and the foot of every page say. ``published`` is in UTC."""

    slug: str
    title: str
    label: str
    sha: str
    published: datetime

    @property
    def date(self) -> str:
        """Such as ``21 November 2026``."""
        return day_in_words(self.published)

    @property
    def line(self) -> str:
        """Both in one line."""
        return f"{self.label}, {self.date}"


def imprint(edition: Edition) -> Imprint:
    """That of an edition."""
    version = edition.version
    title = version.document.settings.title or version.slug
    return Imprint(version.slug, title, edition.title, version.sha, version.date.astimezone(UTC))
