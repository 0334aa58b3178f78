"""The discussion of a change request."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import texts
from changes_app.errors import Invalid
from changes_app.models import ChangeRequest, Comment
from changes_app.proposals import steps


def add(*, change: ChangeRequest, by: User, comment: str) -> Comment:
    """Say something about a change request that is not a draft."""
    body = texts.checked(comment=comment)["comment"]
    if not body:
        raise Invalid("The comment is empty.", problems=[texts.missing("comment")])
    with transaction.atomic():
        locked, who = steps.begin(change, "comment", by)
        entry = Comment.objects.create(change=locked, author=by, body=body, created_at=timezone.now())
        steps.record_step("comment", change=locked, by=by, who=who, comment=body, comment_id=entry.pk)
    return entry
