"""The extract scripts of a version, each made once, as a text or as an archive of files; and what is told of them."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from specs_app.document.types import Cms
from specs_app.publishing.my_sql.asked import AskedScript
from specs_app.sql.builder import Script, generate, rows_taken
from specs_app.sql.noted_sources import NotedSource, noted_sources
from specs_app.sql.options import PLAIN, Options
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.editions import Edition
from specs_app.versions.version import Version

MANIFEST = "manifest.json"
#: What the entries of an archive bear for a date, so that the same files give the same bytes.
DATED = (1980, 1, 1, 0, 0, 0)


def asked_script(edition: Edition, asked: AskedScript) -> Script:
    """The SQL that somebody asked for; errors as of ``sql.builder.generate``."""
    if asked.options.local == PLAIN.local:
        return extract_script(edition, asked.cms.key, asked.dialect, asked.options)
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


def extract_script(edition: Edition, cms: str, dialect: str | None = None, options: Options = PLAIN) -> Script:
    """The SQL of one system as the standard has it; errors as of ``sql.builder.generate``."""
    asked = (options.form, options.rebuild)
    key = ("script", edition.version.slug, edition.version.sha, edition.called, cms, dialect, *asked)
    return VERSIONS.get(key, lambda: _made(edition, cms, dialect, options), _weigh)


def _made(edition: Edition, cms: str, dialect: str | None, options: Options) -> Script:
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
    return {id(script): len(script.text) + sum(map(len, script.files.values()))}


def archive_of(script: Script, edition: Edition, cms: str, *, authority: str = "") -> bytes:
    """The files of a script in the order in which they run, and a manifest in front that names and measures each.

    ``authority`` is the code of the one that it is made for. The same files give the same bytes.
    """
    files = {name: text.encode() for name, text in script.files.items()}
    manifest = {
        "specification": edition.version.slug,
        "edition": edition.called,
        "revision": edition.version.sha,
        "checksum": script.checksum,
        "cms": cms,
        "dialect": script.dialect,
        "authority": authority or None,
        "files": [
            {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()
        ],
    }
    told = {MANIFEST: f"{json.dumps(manifest, indent=2, ensure_ascii=False)}\n".encode(), **files}
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, data in told.items():
            archive.writestr(ZipInfo(name, DATED), data)
    return buffer.getvalue()
