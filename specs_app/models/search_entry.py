"""What the search looks through: one entry an object, item, code list, authority or logged change of the published revision."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import ADDRESS_LENGTH


class SearchEntry(models.Model):
    """One entry. ``head`` and ``words`` are the text that is indexed, folded to plain words; the others are shown."""

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=ADDRESS_LENGTH)
    kind = models.CharField(max_length=20)
    key = models.TextField()
    title = models.TextField(blank=True)
    context = models.TextField(blank=True)
    extract = models.TextField(blank=True)
    head = models.TextField(blank=True)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["specification", "address"], name="searchentry_address_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["object", "item", "category", "authority", "change"]),
                name="searchentry_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.address
