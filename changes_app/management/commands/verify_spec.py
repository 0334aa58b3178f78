"""`manage.py verify_spec`: prove that database and Git say the same."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changes_app.publication.proof import verify
from specs_app.management.reporting import known_specification, print_json


class Command(BaseCommand):
    help = (
        "Prove that all rows equal the YAML at the head and that every file round-trips. Exit status 0 only if they do."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        specification = known_specification(options["slug"])
        differences = verify(specification=specification)
        if options["json"]:
            print_json(self, {"revision": specification.published_revision, "differences": differences})
        else:
            for line in differences:
                self.stdout.write(line)
        if differences:
            raise CommandError(
                f"{len(differences)} differences between the database and the repository. "
                f"Run `manage.py reconcile {specification.slug}` after a crash, `manage.py rebuild {specification.slug}` "
                "to take the rows from Git."
            )
        if not options["json"]:
            self.stdout.write(f"{specification.slug} is as Git has it at {specification.published_revision}.")
