"""What has to happen without a person, again and again."""

from __future__ import annotations

import logging
import os
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections

from changes_app.deciding.due import finish
from specs_app.jobs.processes import end_with_parent
from specs_app.models import Specification

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Do what `reconcile` does at intervals, until stopped: finish publications, decide what is due, send e-mails."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=60, metavar="SECONDS", help="The interval; 60 where left out.")
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="End with this process, which started this one."
        )

    def handle(self, *args: Any, every: int, with_parent: int | None, **options: Any) -> None:
        if every < 1:
            raise CommandError("The interval is at least one second.")
        if with_parent:
            end_with_parent(with_parent)
        due, thorough = time.monotonic(), True
        try:
            while with_parent in {None, os.getppid()}:
                if time.monotonic() >= due:
                    work(thorough=thorough)
                    thorough = False
                    due = time.monotonic() + every
                time.sleep(1)
        except KeyboardInterrupt:
            return


def work(*, thorough: bool = True) -> None:
    """One round, the first of which reads all repositories. What it could not do is logged, and the next round tries again."""
    close_old_connections()
    try:
        for specification in Specification.objects.all():
            report = finish(specification=specification, thorough=thorough)
            for mended in (*report.cleared, *report.restored):
                log.warning("%s: mended after a crash: %s", specification.slug, mended)
            for problem in report.problems:
                log.warning("%s: %s", specification.slug, problem)
    except DatabaseError as error:
        log.warning("The database did not answer: %s", error)
