"""Send the e-mails that wait; for a schedule, and after a mail server was away."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from changes_app.record import outbox


class Command(BaseCommand):
    help = "Send the e-mails that wait. Exits with 1 when the mail server did not take all that were due."

    def handle(self, *args: Any, **options: Any) -> None:
        delivery = outbox.deliver()
        self.stdout.write(f"{delivery.sent} sent, {delivery.waiting} waiting.")
        if delivery.waiting:
            raise SystemExit(1)
