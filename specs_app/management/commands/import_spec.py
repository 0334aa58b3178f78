"""`manage.py import_spec`: take a specification in."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from specs_app.actions.imports import import_specification
from specs_app.actions.reports import ImportReport, report
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.errors import NothingImported
from specs_app.management.reporting import counted, print_json, print_problems
from specs_app.repository.objects import GitError

NOTHING_IMPORTED = 2
#: What an import makes lives to its end: looking for garbage among it costs time and finds none.
SELDOM = (200_000, 20, 100)


class Command(BaseCommand):
    help = (
        "Take a specification in from a folder or a Git repository. Exit status 0: imported, with or without problems; "
        "2: nothing could be imported, and nothing changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the name of the specification in addresses, such as ssd")
        parser.add_argument("source", help="a folder, or the path or address of a Git repository")
        parser.add_argument("--title", default="", help="the title, where the source states none")
        parser.add_argument("--enrich", default="", metavar="CSV", help="a table inside the source, else a local file")
        parser.add_argument("--branch", default="", help="the branch to take and to publish")
        parser.add_argument("--restricted", action="store_true", help="only members read it, from the first moment on")
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with seldom_collected():
                done = import_specification(
                    slug=options["slug"],
                    source=options["source"],
                    title=options["title"],
                    enrich=options["enrich"],
                    branch=options["branch"],
                    restricted=options["restricted"],
                    tell=self._say,
                )
        except NothingImported as error:
            raise self._refused(str(error), error.problems, options) from error
        except GitError as error:
            raise self._refused(str(error), (), options) from error
        self._tell(done, options)

    def _refused(self, message: str, problems: tuple[Problem, ...], options: dict[str, Any]) -> CommandError:
        if options["json"]:
            print_json(self, {**report(Document(), "", problems).as_dict(), "error": message})
        else:
            print_problems(self, problems)
        return CommandError(f"Nothing was imported. {message}", returncode=NOTHING_IMPORTED)

    def _say(self, line: str) -> None:
        """How far it is, beside the report."""
        self.stderr.write(line, self.style.NOTICE)
        self.stderr.flush()

    def _tell(self, done: ImportReport, options: dict[str, Any]) -> None:
        if options["json"]:
            print_json(self, done.as_dict())
            return
        print_problems(self, done.problems)
        for row in done.unplaced:
            self.stdout.write(f"Not placed: column {row.column}, {row.count} values. {row.remedy}")
        self.stdout.write(
            f"{done.objects} objects, {done.items} items, {done.relationships} relationships, "
            f"{done.categories} categories; {counted(done.problems)}."
        )
        what = "Nothing changed: this source was imported before." if done.unchanged else "Imported."
        self.stdout.write(f"{what} Published revision: {done.revision}")


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Has this process look for garbage seldom; for a command, which has its process to itself."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
