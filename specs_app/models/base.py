"""What all tables of the projection share: one row a part of a specification, found by its stable address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from simple_history.models import HistoricalRecords

from specs_app.document.record_order import in_order
from specs_app.document.storable import LONGEST_ADDRESS

ADDRESS_LENGTH = LONGEST_ADDRESS


class RecordField(models.JSONField):
    """JSON whose records come back with their keys in one order, whatever database kept them."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return in_order(super().from_db_value(value, expression, connection))

    def deconstruct(self) -> Any:
        """No other column than any JSON's."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


class RevisionHistory(models.Model):
    """Base of every history table: which revision made this version of the row."""

    revision = models.ForeignKey("specs_app.Revision", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True


class PartRow(models.Model):
    """A row that says what one part of the Document says.

    ``address`` is the part's address (``specs_app.document.paths``); where a file uses a name twice, the second one's address
    ends in ``~2``. ``position`` is its place among all parts of its kind. Columns are named as the Document's own fields.
    """

    #: The column that points at the part this one belongs to; empty for parts that stand alone.
    PARENT: ClassVar[str] = ""

    specification = models.ForeignKey("specs_app.Specification", on_delete=models.CASCADE)
    address = models.CharField(max_length=ADDRESS_LENGTH)
    position = models.PositiveIntegerField()
    history = HistoricalRecords(inherit=True, bases=[RevisionHistory])

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["specification", "address"], name="%(class)s_address_once"),
            models.CheckConstraint(condition=models.Q(address__gt=""), name="%(class)s_has_address"),
        ]

    def __str__(self) -> str:
        return self.address
