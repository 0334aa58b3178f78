"""Finished PDFs, in the one place that every node and every worker reaches."""

from __future__ import annotations

from django.db import models


class PdfFile(models.Model):
    """``name`` holds all that the bytes depend on. It can be deleted at any time, and is made again for whoever asks."""

    name = models.CharField(max_length=200, primary_key=True)
    data = models.BinaryField()
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
