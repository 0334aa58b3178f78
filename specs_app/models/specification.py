"""A specification: which repository, which branch, which revision is published."""

from __future__ import annotations

from django.db import models
from simple_history.models import HistoricalRecords

from specs_app.document.types import ACCESS
from specs_app.models.base import RevisionHistory


class Specification(models.Model):
    """One specification. The columns from ``title`` to ``settings`` say what ``specification.yml`` says."""

    class SourceState(models.TextChoices):
        NONE = "none", "No source to follow"
        CURRENT = "current", "All that the source has is here"
        DIVERGED = "diverged", "The source and the published branch went different ways"
        QUARANTINED = "quarantined", "The source holds a revision that cannot be taken"
        UNREACHABLE = "unreachable", "The source could not be reached"
        BRANCH_GONE = "branch_gone", "The source has no branch of that name any more"
        REWRITTEN = "rewritten", "The source was rewritten"
        UNRELATED = "unrelated", "Another repository is at the address of the source"

    slug = models.SlugField(max_length=63, unique=True)
    branch = models.CharField(max_length=190)
    title = models.TextField(blank=True)
    publisher = models.TextField(blank=True)
    description = models.TextField(blank=True)
    prefix = models.TextField(blank=True)
    table_prefix = models.TextField(blank=True)
    version = models.TextField(blank=True)
    public_comments = models.BooleanField(default=False)
    access = models.CharField(max_length=10, choices=[(word, word) for word in ACCESS], default="public")
    settings = models.JSONField(default=dict)
    published_revision = models.CharField(max_length=40, blank=True)
    tree = models.CharField(max_length=40, blank=True)
    mirrored_revision = models.CharField(max_length=40, blank=True)
    mirror_problem = models.TextField(blank=True)
    source_url = models.TextField(blank=True)
    source_branch = models.CharField(max_length=190, blank=True)
    source_state = models.CharField(max_length=20, choices=SourceState, default=SourceState.NONE)
    source_detail = models.JSONField(default=list)
    enrichment = models.TextField(blank=True)
    unplaced = models.JSONField(default=list)
    history = HistoricalRecords(bases=[RevisionHistory], excluded_fields=["mirrored_revision", "mirror_problem"])

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_revision__regex="^[0-9a-f]{40}$") | models.Q(published_revision=""),
                name="specification_revision_is_a_sha",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    source_state__in=[
                        *("none", "current", "diverged", "quarantined"),
                        *("unreachable", "branch_gone", "rewritten", "unrelated"),
                    ]
                ),
                name="specification_source_state_known",
            ),
            models.CheckConstraint(condition=models.Q(access__in=ACCESS), name="specification_access_known"),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def branch_ref(self) -> str:
        """The reference of the published branch."""
        return f"refs/heads/{self.branch}"

    @property
    def is_restricted(self) -> bool:
        """Whether its members alone may read it, at whatever revision."""
        return self.access != "public"
