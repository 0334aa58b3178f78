"""The queue of jobs, for administrators."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from changes_app.people import authorisation, directory
from changes_app.people.actions import jobs
from changes_app.people.views.signing_in import signed_in
from specs_app import queries
from specs_app.jobs import queue

MOST = 100


@signed_in
@never_cache
def listed(request: HttpRequest) -> HttpResponse:
    """What has failed, runs and waits, and how each source and each remote stands."""
    authorisation.require_administrator(directory.account(request.user))
    page = {
        "figures": queue.figures(),
        "most": MOST,
        "failed": queue.listed(queue.FAILED, MOST),
        "running": queue.listed(queue.RUNNING, MOST),
        "sources": queries.sources(),
        "pushes": queries.pushes(),
        "unknown_remotes": queries.unknown_remotes(),
        "waiting": queue.listed(queue.WAITING, MOST),
    }
    return render(request, "people/jobs.html", page)


@signed_in
@require_POST
def try_again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Have a job run again that failed."""
    found = jobs.try_again(key=key, by=directory.account(request.user))
    messages.success(request, f"“{found.title}” is tried again as soon as a worker is free.")
    return redirect("people:jobs")
