"""The proof and the rebuilding of a specification's rows, with what the change requests say of themselves."""

from __future__ import annotations

from django.db import transaction

from changes_app.errors import WouldBeLost
from changes_app.models import ChangeRequest
from changes_app.workflow import Status
from specs_app.actions import rebuilding
from specs_app.models import Revision, Specification
from specs_app.projection import verification


def verify(*, specification: Specification) -> list[str]:
    """Every difference between database and repository, in words; empty exactly where there is none.

    Each revision is proved to be in the branch's history; each request that is called published to be one of them.
    """
    return [*verification.verify(specification=specification), *_unkept(specification)]


def rebuild(*, specification: Specification) -> list[str]:
    """Rows anew from Git; what was wrong before. Raises `WouldBeLost`, and changes nothing, where the repository lacks a change
    that was published."""
    with transaction.atomic():
        wrong = rebuilding.rebuild(specification=specification)
        if unkept := _unkept(specification):
            raise WouldBeLost(" ".join(unkept), remedy=f"Run `manage.py reconcile {specification.slug}` first.")
    return wrong


def _unkept(specification: Specification) -> list[str]:
    """Requests that are called published and that no revision stands for."""
    published = ChangeRequest.objects.filter(specification=specification, status=Status.PUBLISHED).order_by("sequence")
    called = list(published.values_list("number", "published_revision"))  # first, as one may be published meanwhile
    rows = Revision.objects.filter(specification=specification, kind=Revision.Kind.CHANGE)
    known = set(rows.values_list("change_number", "sha"))
    return [
        f"{number} is called published, but {sha[:12]} is no revision of the branch."
        for number, sha in called
        if (number, sha) not in known
    ]
