"""The discussion of a change request."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import texts
from changes_app.actions import base
from changes_app.errors import Invalid, WrongStatus
from changes_app.models import ChangeRequest, Comment
from changes_app.workflow import EventKind, Permission, Status


def add(*, change: ChangeRequest, by: User, comment: str) -> Comment:
    """Say something about a change request that is not a draft."""
    body = base.checked_texts(comment=comment)["comment"]
    if not body:
        raise Invalid("The comment is empty.", problems=[texts.missing("comment")])
    with transaction.atomic():
        locked = base.lock(change)
        who = base.authorise(locked, Permission.COMMENT, by)
        if locked.status == Status.DRAFT:
            raise WrongStatus(f"{locked.number} is a draft: nobody else can read it yet.", remedy="Submit it first.")
        entry = Comment.objects.create(change=locked, author=by, body=body, created_at=timezone.now())
        base.record(EventKind.COMMENTED, change=locked, by=by, who=who, comment=body, comment_id=entry.pk)
    return entry
