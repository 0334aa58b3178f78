"""Where REST begins."""

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from specs_app import access
from specs_app.web.api.base import RestView
from specs_app.web.api.shaping import shape, text

#: Where it goes on: key, route, what is there.
LINKS = (
    ("schema", "schema", "The description in OpenAPI 3.1."),
    ("docs", "api_docs", "A page to try it on."),
    ("specifications", "specs_api:specifications", "What is published here."),
    ("inbox", "changes_api:inbox", "What waits for the reader; with a token."),
    ("help", "help", "The guides."),
)
INDEX = shape(
    "Index",
    "Where REST begins.",
    {
        "name": text(),
        "version": text("Of the interface."),
        **{key: serializers.URLField(help_text=about) for key, _, about in LINKS},
    },
)


class ApiIndex(RestView):
    """What this is, and where to go on."""

    shape = INDEX
    kept = True

    def get(self, request: Request) -> Response:
        access.note(request.META)
        told = settings.SPECTACULAR_SETTINGS
        links = {key: request.build_absolute_uri(reverse(route)) for key, route, _ in LINKS}
        return Response({"name": told["TITLE"], "version": told["VERSION"], **links})
