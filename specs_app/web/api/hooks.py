"""The webhook of a source: a signed delivery has a worker take in what was pushed there. Nobody signs in for it."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from rest_framework.parsers import BaseParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from specs_app.actions.synchronisation import follow_source
from specs_app.models import Specification
from specs_app.repository import deliveries
from specs_app.repository.deliveries import PUSHES, WINDOW, Delivery, NotUnderstood
from specs_app.repository.references import TAGS, of_branch
from specs_app.web.api import schemas
from specs_app.web.api.base import RestView
from specs_app.web.api.errors import ProblemDetail
from specs_app.web.api.parsers import TooLarge

#: More than any host sends of one push, but for those of thousands of commits, after which the schedule looks too.
MOST_BYTES = 2 * 1024 * 1024
Told = dict[str, Any]


class RawBody(BaseParser):
    """The body as it was sent, since its bytes are what is signed; no more of it is read than is taken."""

    media_type = "application/json"

    def parse(self, stream: Any, _media_type: str | None = None, parser_context: Any = None) -> Any:
        given = str(parser_context["request"].META.get("CONTENT_LENGTH") or "0")
        if given.isdecimal() and int(given) > MOST_BYTES:
            raise TooLarge(f"A delivery of at most {MOST_BYTES:,} bytes is taken.")
        body: bytes = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise TooLarge(f"A delivery of at most {MOST_BYTES:,} bytes is taken.")
        return body


class RawForm(RawBody):
    """The same where the host sends a form, with the JSON in it."""

    media_type = "application/x-www-form-urlencoded"


class GitHook(RestView):
    """Takes the webhook of GitHub, GitLab and those that sign as GitHub does, when somebody has pushed to the source."""

    shape = schemas.HOOK_ANSWER
    takes = schemas.HOOK_PAYLOAD
    gives = HTTPStatus.ACCEPTED.value
    refusals = (HTTPStatus.UNPROCESSABLE_ENTITY,)
    authentication_classes = ()
    permission_classes = [AllowAny]
    parser_classes = [RawBody, RawForm]
    throttle_scope = "hooks"

    def post(self, request: Request, slug: str) -> Response:
        """Have a worker take in what the source has; answers before it does. Other events and branches change nothing."""
        body: Any = request.data or b""
        given = deliveries.delivery(request.headers, body)
        specification = _known(slug, given)
        told = _payload(given, request.content_type or "")
        if given.event not in PUSHES:
            return _answer(
                HTTPStatus.OK, f"Received. {given.event[:40] or 'An event without a name'} changes nothing here."
            )
        _require_source(specification, told)
        wanted = of_branch(specification.source_branch)
        reference = str(told.get("ref", ""))
        if reference != wanted and not reference.startswith(f"{TAGS}/"):
            return _answer(HTTPStatus.OK, f"Received. Only {wanted} and tags are followed here.")
        _queue_once(specification, given)
        return _answer(HTTPStatus.ACCEPTED, "Received. What was pushed is taken in within a minute.")


def _known(slug: str, given: Delivery) -> Specification:
    """The specification whose secret the sender knows. One that is restricted is not there for anybody else."""
    found = Specification.objects.filter(slug=slug).first()
    secret = settings.SPEC_HOOK_SECRETS.get(slug, "")
    if found is not None and secret and given.is_from(secret, time.time()):
        return found
    if found is None or not secret or found.is_restricted:
        words = "No webhook is set up at this address. The operator sets SPEC_HOOK_SECRET_<SLUG>, and the host is told the same."
        raise ProblemDetail(HTTPStatus.NOT_FOUND, "not-found", "Not Found", words)
    words = (
        "The delivery is not signed with the secret that was agreed on. Give the host the same secret as the portal."
    )
    raise ProblemDetail(HTTPStatus.FORBIDDEN, "forged", "Not signed", words)


def _payload(given: Delivery, media_type: str) -> Told:
    try:
        return deliveries.payload(given.body, media_type)
    except NotUnderstood as error:
        words = f"{error} Choose application/json as the content type of the webhook."
        raise ProblemDetail(HTTPStatus.BAD_REQUEST, "not-json", "Not understood", words) from error


def _require_source(specification: Specification, told: Told) -> None:
    """Raises where the specification follows nothing, or something else than what was pushed to."""
    if not specification.source_url:
        words = "This specification follows no repository: it was taken in from a folder."
        raise ProblemDetail(HTTPStatus.CONFLICT, "no-source", "Follows nothing", words)
    remote = settings.SPEC_REMOTES.get(specification.slug)
    own = {specification.source_url, *([remote.address] if remote else [])}
    if not deliveries.addresses(told) & {deliveries.plain_address(address) for address in own}:
        words = "The delivery is about another repository than the one that this specification follows."
        raise ProblemDetail(HTTPStatus.UNPROCESSABLE_ENTITY, "other-repository", "Another repository", words)


def _queue_once(specification: Specification, given: Delivery) -> None:
    """Queue the job, unless this delivery, by its name or by its content, was taken before."""
    keys = [f"hook:{specification.pk}:{name}" for name in _names(given)]
    with transaction.atomic():
        taken = [cache.add(key, True, WINDOW) for key in keys]  # each of them, so that either is known from now on
        if not all(taken):
            words = "This delivery was taken before. Nothing is done."
            raise ProblemDetail(HTTPStatus.CONFLICT, "replayed", "Taken before", words)
        try:
            follow_source.enqueue(specification.slug)
        except BaseException:
            cache.delete_many(keys)
            raise


def _names(given: Delivery) -> list[str]:
    named = deliveries.digest(given.key.encode("utf-8", "surrogateescape")) if given.key else ""
    return [name for name in (named, given.digest) if name]


def _answer(status: HTTPStatus, detail: str) -> Response:
    return Response({"detail": detail}, status, headers={"Cache-Control": "no-store"})
