"""A change request: one proposal, from draft to published."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from changes_app.addresses import change_path
from changes_app.models.colleague import Colleague
from changes_app.models.membership import Organisation
from changes_app.workflow import OPEN, STEPS, Status
from specs_app.document.types import CHANGE_CLASSES, LOCAL_RULE, ChangeClass, SteeringRule


def written_by(user_id: int) -> models.Q:
    """A person's own proposals, and those into which colleagues have let them."""
    let_in = Colleague.objects.belonging().filter(user=user_id)
    return models.Q(proposer_id=user_id) | models.Q(pk__in=let_in.values("change"))


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def open(self) -> ChangeRequestQuerySet:
        """Those under way: neither drafts nor done."""
        return self.filter(status__in=OPEN)

    def visible_to(self, user_id: int | None) -> ChangeRequestQuerySet:
        """What was never submitted is its owner's alone, and of the colleagues whom the owner has let in."""
        sent = models.Q(submitted_at__isnull=False)
        return self.filter(sent if user_id is None else sent | written_by(user_id))


class ChangeRequest(models.Model):
    """``number`` is ``SSD-0028``, ``sequence`` its 28.

    ``base_revision`` is the revision the edits were written against. ``content_hash`` covers
    every word that will be published, edits, title, reason and benefit: votes name it. ``rules`` are the steering rules in force at
    submission, ``rule_hash`` that of its class. ``decision`` is what a commit says of how it was decided
    (`commit_content.Decision`), ``publish_after`` when the notice of an approved change has run.

    ``differences`` (``Change.as_dict``), ``problems`` (those it introduces, ``Problem.as_dict``) and ``impact`` are computed
    whenever the edits change. ``overrides`` are the conflicts that the proposer has seen and settled; ``conflicts`` those still
    open, each ``{address, field, base, theirs, mine}``.

    ``reverts`` is the published change that this one takes back; ``unreverted`` says in sentences what of that stays.
    """

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.PROTECT, related_name="changes")
    number = models.CharField(max_length=40)
    sequence = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    held_from = models.CharField(max_length=20, choices=Status, blank=True)
    title = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True)
    benefit = models.TextField(blank=True)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="changes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)

    base_revision = models.CharField(max_length=64)
    change_class = models.CharField(max_length=20, choices=[(name, name) for name in CHANGE_CLASSES])
    content_hash = models.CharField(max_length=80)
    rules = models.JSONField(default=list, blank=True)
    rule_hash = models.CharField(max_length=80, blank=True)
    public_comments = models.BooleanField(default=False)
    differences = models.JSONField(default=list, blank=True)
    problems = models.JSONField(default=list, blank=True)
    impact = models.JSONField(default=dict, blank=True)
    conflicts = models.JSONField(default=list, blank=True)
    overrides = models.JSONField(default=list, blank=True)
    reverts = models.ForeignKey(
        "changes_app.ChangeRequest", on_delete=models.PROTECT, null=True, blank=True, related_name="reverted_by"
    )
    unreverted = models.JSONField(default=list, blank=True)

    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    review_opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.JSONField(default=dict, blank=True)
    publish_after = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_revision = models.CharField(max_length=64, blank=True)
    publication_problem = models.TextField(blank=True)

    #: Whether its proposer has let the person in for whom it was read; of the rows of `queries.desk_of` alone.
    is_let_in: bool = False

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["specification", "number"], name="change_number_unique"),
            models.UniqueConstraint(fields=["specification", "sequence"], name="change_sequence_unique"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="change_status_known"),
            models.CheckConstraint(condition=models.Q(change_class__in=CHANGE_CLASSES), name="change_class_known"),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=False) | models.Q(status__in=[Status.DRAFT, Status.WITHDRAWN]),
                name="change_submitted_when_open",
            ),
            models.CheckConstraint(
                condition=models.Q(status=Status.PUBLISHED, published_at__isnull=False)
                & ~models.Q(published_revision="")
                | ~models.Q(status=Status.PUBLISHED) & models.Q(published_revision=""),
                name="change_published_has_revision",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=False)
                | ~models.Q(status__in=[Status.APPROVED, Status.PUBLISHED, Status.REJECTED]),
                name="change_decided_has_date",
            ),
        ]
        indexes = [
            models.Index(fields=["specification", "status"], name="change_by_status"),
            models.Index(fields=["proposer", "-updated_at"], name="change_by_proposer"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.title or 'untitled'}"

    def get_absolute_url(self) -> str:
        return change_path(self.specification.slug, self.number)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def notice_runs(self) -> bool:
        """Whether it is approved and waits for its day."""
        if self.status != Status.APPROVED or self.publish_after is None:
            return False
        return timezone.now() < self.publish_after

    def fits(self, step: str) -> bool:
        """Whether the status allows a step (`workflow.steps`), whoever asks."""
        return STEPS[step].fits(self.status, notice_runs=self.notice_runs)

    @property
    def rule(self) -> SteeringRule | None:
        """The steering rule for its class, as it was at submission; None before."""
        found = (entry for entry in self.rules if entry["change_class"] == self.change_class)
        entry: dict[str, Any] | None = next(found, None)
        return SteeringRule(**entry) if entry else None

    @property
    def said_of_local(self) -> dict[str, bool]:
        """What events say of a change of one authority's settings alone; nothing of others."""
        return {"local": True} if self.change_class == LOCAL_RULE.change_class else {}

    @property
    def known_class(self) -> ChangeClass:
        """The class, typed."""
        return next(name for name in CHANGE_CLASSES if name == self.change_class)


class TouchedAddress(models.Model):
    """An address of the document that a change request alters; shows what is open on a page in one query."""

    change = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="touched")
    address = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "address"], name="touched_once")]
        indexes = [models.Index(fields=["address"], name="touched_by_address")]

    def __str__(self) -> str:
        return self.address
