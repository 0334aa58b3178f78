"""The extract scripts of a version and what is told of them, each made once."""

from __future__ import annotations

from specs_app.document.types import Cms
from specs_app.publishing.my_sql.asked import AskedScript
from specs_app.sql.builder import PLAIN, Script, generate, rows_taken
from specs_app.sql.noted_sources import NotedSource, noted_sources
from specs_app.sql.options import Options
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.editions import Edition
from specs_app.versions.version import Version


def extract_script(edition: Edition, cms: str, dialect: str | None = None) -> Script:
    """The SQL of one system; errors as of ``sql.builder.generate``."""
    key = ("script", edition.version.slug, edition.version.sha, edition.called, cms, dialect)
    return VERSIONS.get(key, lambda: _made(edition, cms, dialect), _weigh)


def asked_script(edition: Edition, asked: AskedScript) -> Script:
    """The SQL that somebody asked for; errors as of ``sql.builder.generate``."""
    if asked.options == PLAIN:
        return extract_script(edition, asked.cms.key, asked.dialect)
    told = asked.answers.pairs()
    key = ("script", edition.version.slug, edition.version.sha, edition.called, asked.cms.key, asked.dialect, told)
    return VERSIONS.get(key, lambda: _made(edition, asked.cms.key, asked.dialect, asked.options), _weigh)


def unscoped(version: Version, cms: Cms) -> tuple[str, ...]:
    """The objects that the script of a system fills while nobody has said which of their rows are needed."""
    key = ("unscoped", version.slug, version.sha, cms.key)
    return VERSIONS.get(key, lambda: _unscoped(version, cms), _weigh_each)


def _unscoped(version: Version, cms: Cms) -> tuple[str, ...]:
    return tuple(name for name, words in rows_taken(version.document, cms.key).items() if not words)


def sources_noted(version: Version, cms: Cms) -> tuple[NotedSource, ...]:
    """The mappings of a system of which a note says where it holds the item."""
    key = ("noted", version.slug, version.sha, cms.key)
    return VERSIONS.get(key, lambda: noted_sources(version.document, cms), _weigh_each)


def _weigh_each(found: tuple[object, ...]) -> Weights:
    return {id(found): 500 * (len(found) + 1)}


def _made(edition: Edition, cms: str, dialect: str | None, options: Options = PLAIN) -> Script:
    version = edition.version
    return generate(
        version.document,
        cms,
        dialect=dialect,
        revision=version.sha,
        release=edition.called,
        specification_slug=version.slug,
        options=options,
    )


def _weigh(script: Script) -> Weights:
    return {id(script): len(script.text)}
