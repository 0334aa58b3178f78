"""Bring database and repositories together again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changes_app.deciding.due import finish
from changes_app.publication.reconciliation import Report
from specs_app.models import Specification


class Command(BaseCommand):
    help = (
        "Finish what a crash left between database and Git, and publish what is approved. "
        "Exits with 1 where something remains that a person must look at."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="One specification; all where left out.")
        parser.add_argument("--json", action="store_true", help="Report as JSON.")

    def handle(self, *args: Any, slug: str | None = None, **options: Any) -> None:
        found = Specification.objects.filter(slug=slug) if slug else Specification.objects.order_by("slug")
        if slug and not found:
            raise CommandError(f"There is no specification {slug!r}. Import it first with import_spec.")
        reports = {entry.slug: finish(specification=entry) for entry in found}
        if options["json"]:
            self.stdout.write(json.dumps({name: asdict(report) for name, report in reports.items()}))
        else:
            self._print(reports)
        if any(report.problems for report in reports.values()):
            raise SystemExit(1)

    def _print(self, reports: dict[str, Report]) -> None:
        for name, report in reports.items():
            done = f"{len(report.moved)} moved, {len(report.adopted)} taken in, {len(report.published)} published"
            self.stdout.write(f"{name}: {done}.")
            for leftover in report.cleared:
                self.stdout.write(f"{name}: cleared {leftover}")
            for part in report.restored:
                self.stdout.write(f"{name}: restored {part}")
            for problem in report.problems:
                self.stderr.write(f"{name}: {problem}")
