"""A worker of the job queue."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from specs_app.jobs.processes import end_with_parent
from specs_app.jobs.worker import work


class Command(BaseCommand):
    help = "Run jobs of the queue as they fall due, until stopped. Several may run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="Run what is due, then end.")
        parser.add_argument(
            "--with-parent", type=int, metavar="PID", help="End with this process, which started this one."
        )

    def handle(self, *args: Any, once: bool, with_parent: int | None, **options: Any) -> None:
        if with_parent:
            end_with_parent(with_parent)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # the job at hand is put back
        try:
            work(once=once, while_true=lambda: with_parent in {None, os.getppid()})
        except KeyboardInterrupt:
            return
