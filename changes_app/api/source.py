"""How the source of a standard stands, and what is settled where it and what is published do not agree."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from changes_app.api.inputs import Input, judged
from changes_app.api.views import ChangesView, body, person
from changes_app.people import permissions
from changes_app.publication import source
from changes_app.workflow import Permission
from specs_app.models import SourceMeeting, Specification
from specs_app.web.api.shaping import anything, choice, maybe, number, shape, text

MEETING = shape(
    "SourceMeeting",
    "A place that a commit of the source and what is published changed in different ways.",
    {
        "key": text("Names the place with all three values."),
        "address": text(),
        "field": text("Empty for the whole part."),
        "base": anything("What both came from; null where there was nothing."),
        "theirs": anything("What the source says."),
        "ours": anything("What is published here."),
        "chosen": maybe("`ours` or `theirs`, where somebody has said so."),
    },
)
_TROUBLE = {
    "rule": text(),
    "message": text(),
    "remedy": text(),
    "file": text("The file in the commit; empty where it is about none."),
    "line": number("Its line; 0 where it is about none."),
}
TROUBLE = shape("SourceProblem", "What stands in the way.", _TROUBLE)
WAITING = shape(
    "SourceWaiting",
    "The first commit of the source that has to be settled.",
    {"commit": text(), "author": text(), "subject": text(), "published": text(), "meetings": MEETING(many=True)},
)
SOURCE = shape(
    "Source",
    "How the source of a standard stands.",
    {
        "state": choice(Specification.SourceState.values),
        "problems": TROUBLE(many=True),
        "waiting": WAITING(allow_null=True),
    },
)


class SourceChoices(Input):
    """For each meeting its key, and whose value stands: `ours` or `theirs`."""

    choices = judged(
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"key": {"type": "string"}, "keep": {"type": "string", "enum": list(source.KEEPS)}},
                "required": ["key", "keep"],
            },
        }
    )

    def validate_choices(self, value: Any) -> Any:
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise serializers.ValidationError("This must be a list of objects.", "wrong-type")
        return value


class OfficeView(ChangesView):
    """For the secretariat and the chair."""

    permission_classes = [IsAuthenticated]

    def allowed(self, request: Request, slug: str) -> Specification:
        """The standard, if the person may settle there."""
        found = self.specification(slug)
        permissions.require(permissions.participant(person(request), found), Permission.SETTLE_SOURCE)
        return found


class SourceView(OfficeView):
    """The source of a standard."""

    shape = SOURCE
    refusals = (HTTPStatus.FORBIDDEN,)

    def get(self, request: Request, slug: str) -> Response:
        """Its state, and what has to be settled."""
        return Response(_told(self.allowed(request, slug)))


class SourceSettling(OfficeView):
    """Settling where the source and what is published do not agree."""

    shape = SOURCE
    takes, gives = SourceChoices, HTTPStatus.ACCEPTED.value

    def post(self, request: Request, slug: str) -> Response:
        """Say what stands in each place. The merge is made a moment later."""
        given = body(request, SourceChoices)
        found = self.allowed(request, slug)
        source.settle(specification=found, by=person(request), **given)
        return Response(_told(found), HTTPStatus.ACCEPTED)


def _told(specification: Specification) -> dict[str, Any]:
    row = source.waiting(specification)
    problems = [{key: {"file": "", "line": 0, **one}[key] for key in _TROUBLE} for one in specification.source_detail]
    return {"state": specification.source_state, "problems": problems, "waiting": row and _waiting(row)}


def _waiting(row: SourceMeeting) -> dict[str, Any]:
    meetings = [{**one, "chosen": row.choices.get(one["key"], {}).get("keep")} for one in row.meetings]
    return {
        "commit": row.commit,
        "author": row.author_name,
        "subject": row.subject,
        "published": row.published,
        "meetings": meetings,
    }
