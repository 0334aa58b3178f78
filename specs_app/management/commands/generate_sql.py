"""Write the extract script of one case management system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.dialects import DIALECTS
from specs_app.publishing.scripts import extract_script
from specs_app.sql.builder import Script
from specs_app.sql.errors import SqlError
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import NotPublished


class Command(BaseCommand):
    help = (
        "Write the extract script of a case management system: every table of the specification, filled where the mappings say "
        "from what. The script writes only to the specification's own tables."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="The specification.")
        parser.add_argument("--cms", required=True, help="The system, as the specification's registry names it.")
        parser.add_argument("--dialect", choices=sorted(DIALECTS), help="Another dialect than the system's own.")
        parser.add_argument("--at", help="A release, tag or SHA; the published revision where left out.")
        parser.add_argument("-o", "--output", type=Path, help="The file to write; standard output where left out.")

    def handle(self, *args: Any, slug: str, cms: str, **options: Any) -> None:
        try:
            edition = edition_of(*queries.at(slug, options["at"], viewer=PORTAL))
            script = extract_script(edition, cms, options["dialect"])
        except (NotPublished, SqlError) as error:
            raise CommandError(str(error)) from error
        for warning in script.warnings:
            self.stderr.write(f"{warning.message} {warning.remedy}".rstrip())
        self._write(script, options["output"])

    def _write(self, script: Script, output: Path | None) -> None:
        if output is None:
            self.stdout.write(script.text, ending="")
            return
        try:
            output.write_text(script.text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        for line in script.summary:
            self.stdout.write(line)
