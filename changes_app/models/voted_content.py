"""What a proposal said when somebody voted on it."""

from __future__ import annotations

from django.db import models

from changes_app.models.change_request import ChangeRequest


class VotedContent(models.Model):
    """One version that was voted on, kept so that a voter can be shown what has changed since; once a content hash.

    ``words`` are title, reason and benefit by name, ``edits`` ``{action, target, values}``, ``differences`` ``Change.as_dict``.
    """

    change = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="voted_contents")
    content_hash = models.CharField(max_length=80)
    words = models.JSONField(default=dict)
    edits = models.JSONField(default=list)
    differences = models.JSONField(default=list)
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["kept_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["change", "content_hash"], name="voted_content_once")]

    def __str__(self) -> str:
        return self.content_hash
