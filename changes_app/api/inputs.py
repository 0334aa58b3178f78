"""What the writes of REST take. Only the shape is looked at here: what the texts and edits say is judged by the actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from changes_app.api.edit_schemas import EDIT
from changes_app.errors import Invalid
from changes_app.proposals.assessment import MOST_EDITS
from changes_app.proposals.resolution import KEEPS
from changes_app.texts import FIELDS
from changes_app.workflow import TAKEN
from changes_app.workflow.voting import Verdict
from specs_app.document.problems import Problem
from specs_app.web.api.errors import pointer_to


class Judged(serializers.Field[Any, Any, Any, Any]):
    """A text as it was sent, of whatever type: the action says what is wrong with it, and where."""

    def to_internal_value(self, data: Any) -> Any:
        return data


def judged(shape: dict[str, Any], **options: Any) -> Judged:
    """Something as it was sent, and what the action takes of it."""
    made: type[Judged] = extend_schema_field(shape)(type("Judged", (Judged,), {}))
    return made(**options)


def words(field: str, **options: Any) -> Judged:
    """A text, as long as its rule allows."""
    return judged({"type": "string", "maxLength": FIELDS[field].longest}, **options)


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


class ProposalSerializer(Input):
    """A proposal, or what of it is to be replaced. With ``submit`` it is handed in at once, or not kept at all."""

    title = words("title", required=False)
    reason = words("reason", required=False)
    benefit = words("benefit", required=False)
    edits = judged({"type": "array", "items": EDIT, "maxItems": MOST_EDITS}, required=False)
    submit = TrueOrFalse(required=False)


#: The steps for which a reason is needed, in words.
REASONED = [f"to {row.label.lower()}" for row in TAKEN if row.needs_comment]


class Remark(Input):
    __doc__ = f"What the person who takes a step says about it. {' and '.join(REASONED).capitalize()} need a reason."

    comment = words("comment", required=False)


class Nothing(Input):
    """No key."""


SETTLEMENT_KEYS = ("address", "field", "keep", "value")
SETTLEMENT_SCHEMA = {
    "type": "object",
    "description": "What is to stand in the place of one conflict.",
    "properties": {
        "address": {"type": "string"},
        "field": {"type": "string"},
        "keep": {
            "type": "string",
            "enum": list(KEEPS),
            "description": "What the proposal says, what is published now, or the text in `value`.",
        },
        "value": {"type": "string"},
    },
    "required": ["address", "field", "keep"],
    "additionalProperties": False,
}


@extend_schema_field({"type": "array", "items": SETTLEMENT_SCHEMA})
class Choices(serializers.Field[Any, Any, Any, Any]):
    """A list of objects with known keys; what they say is judged by the action."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list) or not all(isinstance(entry, Mapping) for entry in data):
            raise ValidationError("This must be a list of choices.", "wrong-type")
        if unknown := [key for entry in data for key in entry if key not in SETTLEMENT_KEYS]:
            raise ValidationError(f"{str(unknown[0])[:40]!r} is no key of a choice.", "unknown-key")
        return data


class Settlements(Input):
    """A choice for every conflict. ``revision`` is the published one at which they were read."""

    choices = Choices()
    revision = serializers.CharField(required=False, allow_blank=True, max_length=64)


class ColleagueSerializer(Input):
    """Somebody of the proposer's organisation, by their user name."""

    username = serializers.CharField(max_length=150)


class CommentSerializer(Input):
    """A contribution to the discussion."""

    comment = words("comment")


class VoteSerializer(Input):
    """A vote on the content that ``content_hash`` names, as it was read."""

    verdict = judged({"type": "string", "enum": list(Verdict.values)})
    content_hash = judged({"type": "string"})
    comment = words("comment", required=False)
