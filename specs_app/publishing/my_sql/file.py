"""The file that a script is given as: text, or a zip of its parts with a manifest. Equal scripts give equal bytes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from specs_app.publishing.my_sql.asked import AskedScript
from specs_app.publishing.scripts import archive_of, asked_script
from specs_app.sql.builder import Script
from specs_app.versions.editions import Edition

SQL = "application/sql; charset=utf-8"
ZIP = "application/zip"


@dataclass(frozen=True)
class ScriptFile:
    """A script as bytes, with what they are called."""

    name: str
    media_type: str
    data: bytes
    script: Script

    @cached_property
    def checksum(self) -> str:
        """The SHA-256 of the bytes."""
        return sha256(self.data).hexdigest()


def script_file(edition: Edition, asked: AskedScript) -> ScriptFile:
    """The file of a script; errors as of ``sql.builder.generate``."""
    script = asked_script(edition, asked)
    name = _name(edition, asked)
    if asked.options.form != "files":
        return ScriptFile(f"{name}.sql", SQL, script.text.encode(), script)
    archive = archive_of(script, edition, asked.cms.key, authority=asked.answers.la)
    return ScriptFile(f"{name}.zip", ZIP, archive, script)


def _name(edition: Edition, asked: AskedScript) -> str:
    """``ssd-mosaic-tsql-332-upgrade``, as short as it can be."""
    parts = [edition.version.slug, asked.cms.key, asked.dialect]
    parts += [asked.answers.la] if asked.authority else []
    parts += [asked.options.form] if asked.options.form != "script" else []
    parts += ["upgrade"] if asked.options.rebuild == "keep" else []
    return "-".join(parts)
