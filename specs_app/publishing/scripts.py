"""The extract scripts of a version, each made once."""

from __future__ import annotations

from specs_app.sql.builder import Script, generate
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.editions import Edition


def extract_script(edition: Edition, cms: str, dialect: str | None = None) -> Script:
    """The SQL of one system; errors as of ``sql.builder.generate``."""
    key = ("script", edition.version.slug, edition.version.sha, edition.called, cms, dialect)
    return VERSIONS.get(key, lambda: _made(edition, cms, dialect), _weigh)


def _made(edition: Edition, cms: str, dialect: str | None) -> Script:
    version = edition.version
    return generate(
        version.document,
        cms,
        dialect=dialect,
        revision=version.sha,
        release=edition.called,
        specification_slug=version.slug,
    )


def _weigh(script: Script) -> Weights:
    return {id(script): len(script.text)}
