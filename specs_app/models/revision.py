"""Published revisions, and what each one changed."""

from __future__ import annotations

from typing import cast

from django.db import models
from simple_history.models import HistoricalRecords

from specs_app.document.commit_messages import is_merge, spoken
from specs_app.document.diff import Change
from specs_app.document.types import CHANGE_CLASSES, ChangeClass
from specs_app.models.base import ADDRESS_LENGTH, RecordField, RevisionHistory


class Revision(models.Model):
    """One commit that was published, in the order of publication (``number`` from 1)."""

    class Kind(models.TextChoices):
        IMPORT = "import", "Import"
        BASELINE = "baseline", "Baseline"
        CHANGE = "change", "Change request"
        UPSTREAM = "upstream", "Taken from the source"
        RELEASE = "release", "Release"

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    sha = models.CharField(max_length=40)
    tree = models.CharField(max_length=40)
    parent = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    author_name = models.TextField(blank=True)
    authored_at = models.DateTimeField()
    committed_at = models.DateTimeField()
    subject = models.TextField(blank=True)
    body = models.TextField(blank=True)
    change_number = models.TextField(blank=True, db_index=True)
    change_class = models.CharField(max_length=10, blank=True)
    history = HistoricalRecords(bases=[RevisionHistory])

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["specification", "sha"], name="revision_sha_once"),
            models.UniqueConstraint(fields=["specification", "number"], name="revision_number_once"),
            models.CheckConstraint(condition=models.Q(sha__regex="^[0-9a-f]{40}$"), name="revision_sha_is_a_sha"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["import", "baseline", "change", "upstream", "release"]),
                name="revision_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(change_class__in=["", *CHANGE_CLASSES]),
                name="revision_class_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.subject}"

    @property
    def title(self) -> str:
        """The title of its change request, the words of an imported commit, else the reason."""
        if self.kind == self.Kind.IMPORT and self.subject:
            return self.subject
        return self.reason.removeprefix(f"{self.change_number}: ") if self.change_number else self.reason

    @property
    def why(self) -> str:
        """The reason that was given: of the words behind the subject those before the portal's trailers."""
        return spoken(self.body) if self.kind == self.Kind.CHANGE or is_merge(self.body) else self.body

    @property
    def reason(self) -> str:
        """Why it came about, in a line: number and title of its change request, or what else brought it."""
        if self.kind == self.Kind.CHANGE:
            return self.subject
        label = self.Kind(self.kind).label
        told = self.kind != self.Kind.BASELINE and self.subject
        return f"{label}: {self.subject}" if told else label


class RevisionChange(models.Model):
    """One difference of the Document between a revision and the one before it (``specs_app.document.diff.Change``)."""

    revision = models.ForeignKey("specs_app.Revision", on_delete=models.CASCADE, related_name="changes")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    address = models.CharField(max_length=ADDRESS_LENGTH, db_index=True)
    object_name = models.TextField(blank=True)
    field = models.TextField(blank=True)
    before = RecordField(null=True)
    after = RecordField(null=True)
    change_class = models.CharField(max_length=10)

    class Meta:
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="revisionchange_position_once"),
            models.CheckConstraint(
                condition=models.Q(change_class__in=[*CHANGE_CLASSES]),
                name="revisionchange_class_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address} {self.field}".rstrip()

    def as_change(self) -> Change:
        """The change that the row keeps."""
        return Change(
            self.kind, self.address, self.field, self.before, self.after, cast(ChangeClass, self.change_class)
        )


class Release(models.Model):
    """A tag of the repository on a published commit. ``version`` is the tag's name without a leading ``v``."""

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE, related_name="releases")
    version = models.TextField()
    tag = models.TextField()
    sha = models.CharField(max_length=40)
    released_at = models.DateTimeField()
    history = HistoricalRecords(bases=[RevisionHistory])

    class Meta:
        ordering = ["-released_at", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["specification", "tag"], name="release_tag_once"),
            models.CheckConstraint(condition=models.Q(sha__regex="^[0-9a-f]{40}$"), name="release_sha_is_a_sha"),
        ]

    def __str__(self) -> str:
        return self.version
