"""The extract scripts of a version, each made once, as a text or as an archive of files."""

from __future__ import annotations

import json
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from specs_app.sql.bodies import texts_in
from specs_app.sql.builder import Script, checksum_of, generate
from specs_app.sql.options import PLAIN, Options
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.editions import Edition

MANIFEST = "manifest.json"
#: What the entries of an archive bear for a date, so that the same files give the same bytes.
DATED = (1980, 1, 1, 0, 0, 0)


def extract_script(edition: Edition, cms: str, dialect: str | None = None, options: Options = PLAIN) -> Script:
    """The SQL of one system; errors as of ``sql.builder.generate``. What one authority alone has is not kept."""
    if options.local != PLAIN.local:
        return _made(edition, cms, dialect, options)
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
        bodies=texts_in(version.files, cms),
        options=options,
    )


def _weigh(script: Script) -> Weights:
    return {id(script): len(script.text) + sum(map(len, script.files.values()))}


def archive_of(script: Script, edition: Edition, cms: str) -> bytes:
    """The files of a script in the order in which they run, and a manifest in front that names and measures each."""
    files = {name: text.encode() for name, text in script.files.items()}
    manifest = {
        "specification": edition.version.slug,
        "edition": edition.called,
        "revision": edition.version.sha,
        "checksum": checksum_of(edition.version.document),
        "cms": cms,
        "dialect": script.dialect,
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
