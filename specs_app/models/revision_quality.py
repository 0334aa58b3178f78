"""How many findings each revision had, counted once."""

from __future__ import annotations

from django.db import models


class RevisionQuality(models.Model):
    """The findings of one revision by severity, under the quality rules that ``rules`` stands for (`lint.runner.edition`).

    It can be deleted at any time: a job counts again.
    """

    revision = models.OneToOneField("specs_app.Revision", on_delete=models.CASCADE, related_name="quality")
    rules = models.CharField(max_length=16)
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    infos = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "qualities of revisions"

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.errors} errors"
