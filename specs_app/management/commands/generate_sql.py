"""Write the extract script of one case management system."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.dialects import DIALECTS
from specs_app.document.types import Document
from specs_app.publishing.my_sql.answers import answers_of
from specs_app.publishing.my_sql.asked import AskedScript, Understood
from specs_app.publishing.my_sql.faults import faults_of
from specs_app.publishing.my_sql.file import ZIP, ScriptFile, script_file
from specs_app.sql.errors import SqlError
from specs_app.sql.options import FORMS, REBUILDS
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
        parser.add_argument(
            "--la", default="", metavar="CODE", help="An authority by its code: the script follows its settings."
        )
        parser.add_argument("--as", choices=list(FORMS), default="", help=_help(FORMS))
        parser.add_argument("--rebuild", choices=list(REBUILDS), default="", help=_help(REBUILDS))
        parser.add_argument("--at", help="A release, tag or SHA; the published revision where left out.")
        parser.add_argument("-o", "--output", type=Path, help="The file to write; standard output where left out.")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        try:
            edition = edition_of(*queries.at(slug, options["at"], viewer=PORTAL))
            made = script_file(edition, self._asked(edition.version.document, options))
        except (NotPublished, SqlError) as error:
            raise CommandError(str(error)) from error
        for warning in made.script.warnings:
            self.stderr.write(f"{warning.message} {warning.remedy}".rstrip())
        self._write(made, options["output"])

    def _asked(self, document: Document, options: Mapping[str, Any]) -> AskedScript:
        texts = {name: options[name] or "" for name in ("cms", "dialect", "la", "as", "rebuild")}
        understood = Understood(document, answers_of(texts, ()))
        if faults := faults_of(understood):
            raise CommandError(" ".join(fault.whole for fault in faults))
        asked = understood.asked()
        if asked is None:
            raise CommandError(f"The system has no dialect of its own. Give --dialect, one of {', '.join(DIALECTS)}.")
        return asked

    def _write(self, made: ScriptFile, output: Path | None) -> None:
        if output is None and made.media_type == ZIP:
            raise CommandError("A file an object comes as a zip archive. Name the file to write with --output.")
        if output is None:
            self.stdout.write(made.script.text, ending="")
            return
        try:
            output.write_bytes(made.data)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        for line in made.script.summary:
            self.stdout.write(line)
