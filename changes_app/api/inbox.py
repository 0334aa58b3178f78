"""What waits for the person who asks, in all their standards."""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from changes_app.api import serializers
from changes_app.api.schemas import LINE_FIELDS
from changes_app.api.views import person
from changes_app.following.workload import InboxLine, workload
from specs_app.web.api.base import RestView
from specs_app.web.api.shaping import maybe, number, shape, text

WAITING_LINE = shape(
    "WaitingChange",
    "A change request in an inbox.",
    {
        **LINE_FIELDS,
        "specification": text("The slug of its standard."),
        "due": maybe("The last day on which votes are in time."),
        "votes": maybe("Its approvals, such as `1 of 2 approvals`, while it is in review."),
    },
)
PART = shape(
    "InboxPart",
    "One part of an inbox, most urgent first.",
    {"key": text(), "title": text(), "advice": text("What to do."), "changes": WAITING_LINE(many=True)},
)
INBOX = shape(
    "Inbox",
    "What waits for a person.",
    {
        "waiting": number("How much asks something of them, requests to be let in and trouble with Git included."),
        "parts": PART(many=True),
    },
)


class Inbox(RestView):
    """The inbox of the person whose token or session it is."""

    permission_classes = [IsAuthenticated]
    shape = INBOX

    def get(self, request: Request) -> Response:
        """Everything that waits where one belongs, one's own proposals everywhere, and those of colleagues who let one in."""
        work = workload(person(request))
        lines = work.lines(change for one in work.parts for change in one.changes)
        parts = [
            {
                "key": one.part.key,
                "title": one.part.title,
                "advice": one.part.advice,
                "changes": [_line(request, lines[change.pk]) for change in one.changes],
            }
            for one in work.parts
        ]
        return Response({"waiting": work.waiting, "parts": parts}, headers={"Cache-Control": "private, no-store"})


def _line(request: Request, line: InboxLine) -> dict[str, Any]:
    return {
        **serializers.summary(request, line.change),
        "specification": line.change.specification.slug,
        "due": line.due.isoformat() if line.due else None,
        "votes": line.votes or None,
    }
