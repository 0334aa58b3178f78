"""What the search looks through: one entry for each part of what is published that can be found, and for each logged change."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import ADDRESS_LENGTH


class SearchEntry(models.Model):
    """One entry. ``key, title, context, extract`` and ``former`` (names, a line each) are shown; the others are searched.

    ``head`` (names), ``definition``, ``details`` (codes, returns, mappings) and ``words`` are folded to plain words, and count in
    that order; ``called`` and ``formerly`` have the forms of names that lead to it where they are typed exactly. ``facets`` has
    ``name=value`` on each line. The index over these columns is the database's own (migration ``0021``).
    """

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=ADDRESS_LENGTH)
    kind = models.CharField(max_length=20)
    key = models.TextField()
    title = models.TextField(blank=True)
    context = models.TextField(blank=True)
    extract = models.TextField(blank=True)
    facets = models.TextField(blank=True)
    called = models.TextField(blank=True)
    head = models.TextField(blank=True)
    definition = models.TextField(blank=True)
    details = models.TextField(blank=True)
    words = models.TextField(blank=True)
    former = models.TextField(blank=True)
    formerly = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["specification", "address"], name="searchentry_address_once"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        *("object", "item", "category", "extract", "authority", "change"),
                        *("domain", "return", "cms"),
                    ]
                ),
                name="searchentry_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.address
