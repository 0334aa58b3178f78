"""`manage.py rebuild`: the rows anew from Git."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changes_app.errors import WouldBeLost
from changes_app.publication.proof import rebuild
from specs_app.errors import NotGoverned
from specs_app.management.reporting import known_specification, print_json
from specs_app.repository.objects import GitError


class Command(BaseCommand):
    help = "Write the rows of a specification anew from its repository, as of the head of the branch."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        specification = known_specification(options["slug"])
        try:
            wrong = rebuild(specification=specification)
        except (GitError, NotGoverned) as error:
            raise CommandError(f"Nothing was rebuilt. {error}") from error
        except WouldBeLost as error:
            raise CommandError(f"Nothing was rebuilt. {error} {error.remedy}") from error
        if options["json"]:
            print_json(self, {"revision": specification.published_revision, "mended": wrong})
            return
        for line in wrong:
            self.stdout.write(f"Mended: {line}")
        self.stdout.write(f"{specification.slug} is as Git has it at {specification.published_revision}.")
