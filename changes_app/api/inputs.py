"""What the writes of REST take. Only the shape is looked at here: what the texts and edits say is judged by the actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from changes_app.errors import Invalid
from changes_app.models.review import Verdict
from specs_app.api.errors import pointer_to
from specs_app.document.edits import ACTIONS
from specs_app.document.problems import Problem

EDIT_SCHEMA = {
    "type": "object",
    "description": "A typed edit. `values` holds only the keys that change; null clears.",
    "properties": {
        "action": {"type": "string", "enum": list(ACTIONS)},
        "target": {
            "type": "string",
            "description": "What the edit is about, as the table of actions in the guide says.",
        },
        "values": {"type": "object", "additionalProperties": True},
    },
    "required": ["action", "target"],
    "additionalProperties": False,
}


@extend_schema_field({"type": "string"})
class Judged(serializers.Field[Any, Any, Any, Any]):
    """A text as it was sent, of whatever type: the action says what is wrong with it, and where."""

    def to_internal_value(self, data: Any) -> Any:
        return data


@extend_schema_field({"type": "array", "items": EDIT_SCHEMA, "maxItems": 200})
class JudgedEdits(Judged):
    """The edits as they were sent."""


@extend_schema_field({"type": "boolean"})
class TrueOrFalse(serializers.Field[Any, Any, Any, Any]):
    """A JSON boolean and nothing that looks like one."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise ValidationError("This must be true or false.", "wrong-type")
        return data


class Input(serializers.Serializer[Any]):
    """Refuses keys that it does not know: a misspelt one would otherwise be lost in silence."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and (unknown := [key for key in data if key not in self.fields]):
            problems = [
                Problem("unknown-key", "error", "This is no key of it.", pointer=pointer_to(key)) for key in unknown
            ]
            raise Invalid("Some keys are not known.", expected=", ".join(self.fields), problems=problems)
        return super().to_internal_value(data)


class Proposal(Input):
    """A proposal, or what of it is to be replaced. With ``submit`` it is handed in at once, or not kept at all."""

    title = Judged(required=False)
    reason = Judged(required=False)
    benefit = Judged(required=False)
    edits = JudgedEdits(required=False)
    submit = TrueOrFalse(required=False)


class Remark(Input):
    """What the person who takes a step says about it. To request changes and to reject need a reason."""

    comment = Judged(required=False)


class Comment(Input):
    """A contribution to the discussion."""

    comment = Judged()


@extend_schema_field({"type": "string", "enum": list(Verdict.values)})
class JudgedVerdict(Judged):
    """The verdict as it was sent."""


class Vote(Input):
    """A vote on the content that ``content_hash`` names, as it was read."""

    verdict = JudgedVerdict()
    content_hash = Judged()
    comment = Judged(required=False)
