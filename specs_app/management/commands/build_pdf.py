"""`build_pdf`: the PDF of a specification, or of one object, into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.publishing.pdf import setting
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import NotPublished


class Command(BaseCommand):
    help = "Writes the PDF of a specification, or of one of its objects, at any of its revisions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the specification")
        parser.add_argument("--object", dest="object_name", help="only this object")
        parser.add_argument("--at", help="a release, tag or revision; the current one if left out")
        parser.add_argument("-o", "--output", required=True, type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            edition = edition_of(*queries.at(options["slug"], options["at"], viewer=PORTAL))
            data = setting.render(edition, options["object_name"])
            options["output"].write_bytes(data)
        except NotPublished as error:
            raise CommandError(str(error)) from error
        except KeyError as error:
            raise CommandError(f"{options['slug']} has no object {error} in that version.") from error
        except setting.PdfError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{options['output']} cannot be written ({error.strerror}). Name another file."
            ) from error
        self.stdout.write(f"{options['output']}: {len(data)} bytes")
