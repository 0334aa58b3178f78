"""Parts of PDFs as they were set, in the one place that every worker reaches."""

from __future__ import annotations

from django.db import models


class PdfPart(models.Model):
    """``name`` is a digest of all that the bytes depend on, ``about`` what the binder has to know of them.

    It can be deleted at any time, and is set again for the next PDF that has it.
    """

    name = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()
    about = models.JSONField()
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.name
