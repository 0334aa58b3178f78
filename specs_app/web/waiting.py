"""What is said to somebody who waits for a job."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import time_format

from specs_app.jobs.queue import RUNNING, Standing

#: Seconds after which whoever waits asks again.
AGAIN = 5


def progress_of(standing: Standing) -> str:
    """How far a job is, in a sentence."""
    if standing.status == RUNNING:
        return standing.progress or "It has begun."
    if standing.tries:
        return f"It could not be done yet, and is tried again at {time_format(timezone.localtime(standing.due))}."
    if standing.ahead:
        return "One job comes before it." if standing.ahead == 1 else f"{standing.ahead} jobs come before it."
    return "It is the next job."
