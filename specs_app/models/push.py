"""How a specification stands at the repository that it is pushed to."""

from __future__ import annotations

from django.db import models


class Push(models.Model):
    """The last attempt, and what is known to be there: ``references`` by name, with the objects they name.

    No row: it is pushed nowhere, or was not yet. ``failing_since`` is empty while all is there. ``problem`` is in words, and holds
    no secret. Written by ``repository.pushing`` alone.
    """

    class State(models.TextChoices):
        CURRENT = "current", "Everything is there"
        DIVERGED = "diverged", "The remote holds what is not here"
        REFUSED = "refused", "The remote refuses what is published"
        UNREACHABLE = "unreachable", "The remote could not be reached"

    #: What a person can do about it.
    ADVICE = {
        State.CURRENT: "",
        State.DIVERGED: (
            "Nothing is overwritten on either side. Where it is the source too, run sync_spec, which takes its commits in or "
            "merges them; else merge the published branch into theirs first."
        ),
        State.REFUSED: "Let the portal's key or token write to that branch without a review.",
        State.UNREACHABLE: "See whether the repository is up and the key or token is still good. Nothing is lost meanwhile.",
    }

    specification = models.OneToOneField("specs_app.Specification", models.CASCADE, primary_key=True)
    address = models.TextField()
    state = models.CharField(max_length=20, choices=State)
    references = models.JSONField(default=dict)
    tried_at = models.DateTimeField()
    pushed_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["current", "diverged", "refused", "unreachable"]), name="push_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="current", failing_since=None)
                | models.Q(~models.Q(state="current"), failing_since__isnull=False),
                name="push_fails_since",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specification.slug}: {self.state}"

    @property
    def fails(self) -> bool:
        """Whether what is published is not there."""
        return self.state != self.State.CURRENT

    @property
    def advice(self) -> str:
        return self.ADVICE[self.State(self.state)]

    @property
    def revision(self) -> str:
        """What the published branch was last seen at; empty where it never was."""
        return str(self.references.get(self.specification.branch_ref, ""))
