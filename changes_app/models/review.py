"""A vote."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from changes_app.models.change_request import ChangeRequest
from changes_app.models.membership import Organisation
from changes_app.workflow.voting import Verdict

#: The secretariat's place among the keys of organisations, and what it is called there.
OFFICE = 0
SECRETARIAT = "the secretariat"


class Review(models.Model):
    """One organisation's vote on one content under one rule; without an organisation it is the secretariat's.

    It counts only while both hashes are the proposal's own, and its caster may vote for the organisation (`deciding.ballots`).
    """

    change = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="reviews"
    )
    verdict = models.CharField(max_length=10, choices=Verdict)
    comment = models.TextField(blank=True)
    content_hash = models.CharField(max_length=80)
    rule_hash = models.CharField(max_length=80, blank=True)
    cast_at = models.DateTimeField()

    class Meta:
        ordering = ["cast_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["change", "organisation", "content_hash"], name="one_vote_an_organisation"),
            models.UniqueConstraint(
                fields=["change", "content_hash"],
                condition=models.Q(organisation__isnull=True),
                name="one_vote_of_the_secretariat",
            ),
            models.CheckConstraint(condition=models.Q(verdict__in=Verdict.values), name="review_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.voice}: {self.verdict}"

    @property
    def voice_id(self) -> int:
        """The key of the organisation, or `OFFICE`."""
        return self.organisation_id or OFFICE

    @property
    def voice(self) -> str:
        """For whom it speaks."""
        return self.organisation.name if self.organisation else SECRETARIAT
