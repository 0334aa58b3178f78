"""Write the extract script of one case management system."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.dialects import DIALECTS
from specs_app.publishing.authority_scripts import for_authority
from specs_app.publishing.scripts import archive_of, extract_script
from specs_app.sql.builder import Script
from specs_app.sql.errors import SqlError
from specs_app.sql.options import FORMS, PLAIN, REBUILDS, Options
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import NotPublished


def _help(choices: Mapping[Any, str]) -> str:
    return "; ".join(f"{key}: {said}" for key, said in choices.items())


class Command(BaseCommand):
    help = (
        "Write the extract script of a case management system: every table of the specification, filled where the mappings say "
        "from what. The script writes only to the specification's own tables."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The specification.")
        parser.add_argument("--cms", required=True, help="The system, as the specification's registry names it.")
        parser.add_argument("--dialect", choices=sorted(DIALECTS), help="Another dialect than the system's own.")
        parser.add_argument("--la", default="", metavar="CODE", help="An authority by its code: the script follows its settings.")
        parser.add_argument("--as", dest="form", choices=list(FORMS), default=PLAIN.form, help=_help(FORMS))
        parser.add_argument("--rebuild", choices=list(REBUILDS), default=PLAIN.rebuild, help=_help(REBUILDS))
        parser.add_argument("--at", help="A release, tag or SHA; the published revision where left out.")
        parser.add_argument("-o", "--output", type=Path, help="The file to write; standard output where left out.")

    def handle(self, *args: Any, slug: str, cms: str, **options: Any) -> None:
        try:
            edition = edition_of(*queries.at(slug, options["at"], viewer=PORTAL))
            asked = for_authority(
                edition.version.document, Options(options["form"], options["rebuild"]), options["la"]
            )
            script = extract_script(edition, cms, options["dialect"], asked)
        except (NotPublished, SqlError) as error:
            raise CommandError(str(error)) from error
        for warning in script.warnings:
            self.stderr.write(f"{warning.message} {warning.remedy}".rstrip())
        archive = archive_of(script, edition, cms) if script.files else b""
        self._write(script, archive, options["output"])

    def _write(self, script: Script, archive: bytes, output: Path | None) -> None:
        if output is None and archive:
            raise CommandError("A file an object comes as a zip archive. Name the file to write with --output.")
        if output is None:
            self.stdout.write(script.text, ending="")
            return
        try:
            output.write_bytes(archive or script.text.encode("utf-8"))
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        for line in script.summary:
            self.stdout.write(line)
