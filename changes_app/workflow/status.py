"""Where a change request may stand, and what a person may be in a specification."""

from __future__ import annotations

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a change request stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    ON_HOLD = "on_hold", "On hold"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


EDITABLE = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
FINAL = frozenset({Status.PUBLISHED, Status.REJECTED, Status.WITHDRAWN})
OPEN = frozenset(Status) - FINAL - {Status.DRAFT}


class Role(TextChoices):
    """What a person is in one specification. Everybody without a membership is the public."""

    PUBLIC = "public", "Public"
    MEMBER = "member", "Member"
    STEERING = "steering", "Steering group"
    SECRETARIAT = "secretariat", "Secretariat"
    CHAIR = "chair", "Chair"
