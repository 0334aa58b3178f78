"""The shapes of releases, as the OpenAPI schema tells them."""

from __future__ import annotations

from rest_framework import serializers

from specs_app.web.api.schemas import ADDRESSES
from specs_app.web.api.shaping import flag, maybe, shape, text, texts

RELEASE_FIELDS = {
    "version": text("Its number."),
    "date": serializers.DateField(allow_null=True, help_text="The day from which it holds."),
    "words": maybe("Its notes; lines that begin with a dash are entries of a list."),
    "impact": maybe("What the version history says of its effect."),
    "systems": texts("The systems that the version history says it was made for."),
    "class": maybe("The class of its changes, where it was made here."),
    "has_text": flag("Whether it is known which text it had, so that it can be read."),
    "sha": maybe("Its commit; null where its text is not known."),
    "tag": maybe("The tag that is on its commit."),
    **ADDRESSES,
}
RELEASE = shape(
    "Release", "A release: one with a text, or one that the version history alone tells of.", RELEASE_FIELDS
)
LATEST_RELEASE = shape(
    "LatestRelease",
    "The release with the highest number of those that can be read.",
    {
        **RELEASE_FIELDS,
        "newer": serializers.BooleanField(
            allow_null=True, help_text="Whether it comes behind `since`; null where that was left out."
        ),
    },
)
