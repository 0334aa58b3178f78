"""`serve`: the portal for browsers, as `make run`, the operator guide and the units of systemd start it."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from changes_app.deciding.due import compare
from ssd_portal import ports
from ssd_portal.checks import SETTINGS_TAG
from ssd_portal.serving import serve

WORKERS = 2
#: Nothing waits in a request, so further threads would only take turns, at nearly twice the processor time.
THREADS = 1


class Command(BaseCommand):
    help = "Serve the portal until it is stopped. Ends with 2 and one line where the port is taken."
    requires_system_checks = [SETTINGS_TAG, Tags.database]
    requires_migrations_checks = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=ports.HOST, help="the address to listen at; 127.0.0.1 if left out")
        parser.add_argument("--port", type=int, default=settings.PORT, help="PORT of the settings if left out")
        parser.add_argument("--workers", type=int, default=WORKERS, help=f"processes; {WORKERS} if left out")
        parser.add_argument("--threads", type=int, default=THREADS, help=f"threads of each; {THREADS} if left out")
        parser.add_argument("--jobs", action="store_true", help="also do what `run_jobs` does, in a process beside it")

    def handle(self, *args: Any, host: str, port: int, workers: int, threads: int, jobs: bool, **options: Any) -> None:
        if workers < 1 or threads < 1:
            raise CommandError("There is at least one worker with one thread.")
        if said := ports.problem(host, port):
            self.stderr.write(said)
            sys.exit(ports.TAKEN)
        if jobs:
            compare()
        serve(host=host, port=port, workers=workers, threads=threads, jobs=jobs)
