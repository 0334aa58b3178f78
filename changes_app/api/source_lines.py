"""Having the new line of a rewritten source followed, by REST."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from changes_app.api.inputs import Input
from changes_app.api.views import ChangesView, body, person
from changes_app.publication import source_lines
from specs_app.models import Specification
from specs_app.web.api.shaping import choice, shape, text


class SeenLine(Input):
    """The commit at which the new line of the source was read, as `problems` of its state name it."""

    commit = serializers.CharField(max_length=40)


class SourceLine(ChangesView):
    """A source that was rewritten."""

    permission_classes = [IsAuthenticated]
    shape = shape(
        "SourceLine",
        "How the source stood when its new line was accepted.",
        {"state": choice(Specification.SourceState.values), "commit": text("Followed from now on.")},
    )
    takes, gives = SeenLine, HTTPStatus.ACCEPTED.value

    def post(self, request: Request, slug: str) -> Response:
        """Follow its new line from now on: what was taken before is missing there, and stays published here."""
        given = body(request, SeenLine)
        found = source_lines.accept(specification=self.specification(slug), by=person(request), **given)
        return Response({"state": found.source_state, **given}, HTTPStatus.ACCEPTED)
