"""A process that dies on the way: ``python -m tests.crash MODULE:NAME before|after vote CHANGE VOTER``, or ``... jobs``.

The named function is replaced by one that ends the process at once, as a power cut would, just before or just after its work. The
process votes, or does what a worker has to do.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from typing import Any

import django

DEATH = 9


def deadly(work: Callable[..., Any], moment: str) -> Callable[..., Any]:
    """The function as it is, and the end of the process before or after it."""

    def dying(*args: Any, **kwargs: Any) -> None:
        if moment == "after":
            work(*args, **kwargs)
        os._exit(DEATH)

    return dying


def main(place: str, moment: str, task: str, *names: str) -> None:
    """Do the task; returns only where the place was never reached."""
    django.setup()
    owner, name = found(place)
    setattr(owner, name, deadly(getattr(owner, name), moment))
    {"vote": vote, "jobs": jobs}[task](*names)


def found(place: str) -> tuple[Any, str]:
    """The module or class of a place, and the name of the function in it; raises where there is none of that name."""
    module, _, path = place.partition(":")
    owner: Any = importlib.import_module(module)
    *parents, name = path.split(".")
    for parent in parents:
        owner = getattr(owner, parent)
    getattr(owner, name)
    return owner, name


def vote(change_id: str, voter_id: str) -> None:
    """The deciding vote, which publishes."""
    reviews = importlib.import_module("changes_app.deciding.actions.reviews")
    models = importlib.import_module("changes_app.models")
    auth = importlib.import_module("django.contrib.auth")
    change = models.ChangeRequest.objects.select_related("specification").get(pk=change_id)
    voter = auth.get_user_model().objects.get(pk=voter_id)
    reviews.cast(change=change, by=voter, verdict="approve", content_hash=change.content_hash)


def jobs() -> None:
    """What is due."""
    importlib.import_module("specs_app.jobs.worker").work(once=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
