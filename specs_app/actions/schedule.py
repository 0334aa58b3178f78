"""Looking at every source now and then, whether anybody told of a push or not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from specs_app.actions.synchronisation import follow_source
from specs_app.jobs.definition import job
from specs_app.models import Specification


@job("Look at every source", every=timedelta(minutes=settings.SYNC_MINUTES) if settings.SYNC_MINUTES else None)
def follow_sources() -> None:
    """Have a worker look at each source, one after the other; done twice it adds nothing."""
    for slug in Specification.objects.exclude(source_url="").values_list("slug", flat=True):
        follow_source.enqueue(slug)
