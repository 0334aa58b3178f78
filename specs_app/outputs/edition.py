"""One version of a specification with all that its files are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from specs_app.document.types import Document
from specs_app.sql.bodies import texts_in
from specs_app.sql.builder import Script, generate

KEPT_SCRIPTS = 32


@dataclass(frozen=True, slots=True)
class Edition:
    """``slug`` is the standard's name in addresses, ``sha`` and ``date`` are the commit's, ``files`` its files by path.

    Editions of one commit under one name are equal: what is made from one can be kept.
    """

    slug: str
    sha: str
    date: datetime = field(compare=False)
    document: Document
    files: Mapping[str, bytes] = field(compare=False)

    @property
    def release(self) -> str:
        """The version that the settings name; empty where they name none."""
        return self.document.settings.version


@lru_cache(maxsize=KEPT_SCRIPTS)
def extract_script(edition: Edition, cms: str, dialect: str | None = None) -> Script:
    """The SQL of one system; errors as of ``sql.builder.generate``."""
    return generate(
        edition.document,
        cms,
        dialect=dialect,
        revision=edition.sha,
        release=edition.release,
        specification_slug=edition.slug,
        bodies=texts_in(edition.files, cms),
    )
