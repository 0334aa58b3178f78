"""`build_pdf`: the PDF of a specification, or of a part of it, into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.models import Specification
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.errors import PdfError
from specs_app.publishing.pdf.scope import WHOLE, BookScope, NotInVersion, since
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import NotPublished, pinned


class Command(BaseCommand):
    help = "Writes the PDF of a specification, or of a part of it, at any of its revisions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the specification")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--object", help="only this object")
        only.add_argument("--domain", help="only the objects of this domain")
        only.add_argument("--return", dest="return_", help="only what this return asks for")
        only.add_argument("--since", help="only what changed since this release, tag or revision")
        parser.add_argument("--at", help="a release, tag or revision; the current one if left out")
        parser.add_argument("-o", "--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found, version = queries.at(options["slug"], options["at"], viewer=PORTAL)
            data = files.built(edition_of(found, version), scope_of(found, options))
            options["output"].write_bytes(data)
        except (NotPublished, NotInVersion, PdfError) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{options['output']} cannot be written ({error.strerror}). Name another file."
            ) from error
        self.stdout.write(f"{options['output']}: {len(data)} bytes")


def scope_of(found: Specification, options: dict[str, Any]) -> BookScope:
    """What is asked for."""
    if options["since"]:
        return since(edition_of(found, pinned(found, options["since"])))
    if options["object"]:
        return BookScope("object", options["object"])
    if options["domain"]:
        return BookScope("domain", options["domain"])
    return BookScope("return", options["return_"]) if options["return_"] else WHOLE
