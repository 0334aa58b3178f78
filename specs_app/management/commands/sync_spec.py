"""`manage.py sync_spec`: take in what the source has published, and push."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from specs_app.actions.source_lines import ANY
from specs_app.actions.synchronisation import sync
from specs_app.management.reporting import known_specification, print_json, print_problems
from specs_app.models import Push, Specification
from specs_app.repository.objects import GitError

WELL = {Specification.SourceState.NONE, Specification.SourceState.CURRENT}
PUSHED = {"", Push.State.CURRENT}


class Command(BaseCommand):
    help = (
        "Fetch the source of a specification, take in what follows the published revision, and push to its remote. Exit status 0 "
        "if both have all; otherwise what stands in the way is said, and nothing is overwritten, here or there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--branch", default="", metavar="NAME", help="follow this branch of the source from now on")
        parser.add_argument(
            "--accept-rewritten",
            action="store_true",
            help="follow the source though it holds commits no more that were taken from it; what was published stays",
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        specification = known_specification(options["slug"])
        try:
            accepted = ANY if options["accept_rewritten"] else ""
            done = sync(specification=specification, accepted=accepted, branch=options["branch"])
        except GitError as error:
            raise CommandError(f"Nothing was taken in. {error}") from error
        if options["json"]:
            print_json(self, {"revision": specification.published_revision, **done.as_dict()})
        else:
            print_problems(self, done.problems)
            count = f"{len(done.taken)} revision{'' if len(done.taken) == 1 else 's'}"
            self.stdout.write(f"{count} taken in. {specification.get_source_state_display()}.")
            if done.push:
                self.stdout.write(f"Push: {Push.State(done.push).label}.")
        if done.state not in WELL:
            raise CommandError(f"The source is {done.state}; what is published here stays as it is.")
        if done.push not in PUSHED:
            raise CommandError(f"What is published is not at the remote, which is {done.push}.")
