"""Making a release by REST, at the address at which all of them are read."""

from __future__ import annotations

from http import HTTPStatus

from rest_framework import serializers
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from changes_app.api.inputs import Input, words
from changes_app.api.views import body, person
from changes_app.releasing import making
from specs_app import access
from specs_app.publishing.links import Links
from specs_app.queries import at, specification
from specs_app.web.api import release_schemas
from specs_app.web.api.releases import Releases, release_answer


class ReleaseInput(Input):
    """What is left out is what follows: the next number, what changed in words, today.

    `revision` is the published one that was read; where it is another by now, nothing is made.
    """

    version = serializers.CharField(max_length=40, required=False)
    notes = words("notes", required=False)
    effective = serializers.DateField(required=False, input_formats=["iso-8601"])
    revision = serializers.CharField(max_length=40, required=False)


class ReleasesView(Releases):
    """Every release, the highest number first; and making one."""

    permission_classes = [IsAuthenticatedOrReadOnly]
    whole = release_schemas.RELEASE
    takes, gives = ReleaseInput, HTTPStatus.CREATED.value

    def post(self, request: Request, slug: str) -> Response:
        """Make a release of what is published. What is in its way comes as 409 with a list, and nothing is made then."""
        given = body(request, ReleaseInput)
        found = specification(slug, viewer=request.user)
        access.note(request.META, found)
        made = making.make(specification=found, by=person(request), **given)
        self.specification, self.version = at(slug, made.sha, viewer=request.user)
        self.links = Links(slug)
        release = next(one for one in self.releases if one.sha == made.sha)
        return Response(release_answer(self, release), HTTPStatus.CREATED, headers={"Cache-Control": "no-store"})
