"""A typed edit of a change request, as the contract writes it."""

from __future__ import annotations

from typing import Any

from django.db import models

from changes_app.models.change_request import ChangeRequest


class Edit(models.Model):
    """``values`` holds only the keys that change; the meaning is `specs_app.document.edits`'."""

    change = models.ForeignKey(ChangeRequest, on_delete=models.CASCADE, related_name="edits")
    position = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    target = models.CharField(max_length=500, blank=True)
    values = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["change", "position"], name="edit_position_unique")]

    def __str__(self) -> str:
        return f"{self.action} {self.target}"

    def as_json(self) -> dict[str, Any]:
        """``{action, target, values}``."""
        return {"action": self.action, "target": self.target, "values": self.values}
