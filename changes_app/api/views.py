"""The life of a change: each view takes its input, calls one action, and answers with the change request as it then is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse, HttpResponseRedirect
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response

from changes_app.api import inputs, schemas, serializers
from changes_app.deciding.actions import comments, reviews
from changes_app.errors import NotFound
from changes_app.models import ChangeRequest
from changes_app.proposals import queries
from changes_app.proposals.actions import colleagues, reverts, settlement, submissions
from changes_app.workflow import STEPS, Status
from specs_app import access
from specs_app.document.types import CHANGE_CLASSES
from specs_app.models import Specification
from specs_app.publishing.links import Links
from specs_app.queries import at, specification
from specs_app.web.api.base import RestView, ShapedView
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter

#: What the list can be narrowed by.
PARAMETERS = {
    "status": Parameter("Only those of this status, or all that are open.", words=("open", *Status.values)),
    "class": Parameter("Only those of this class.", words=tuple(CHANGE_CLASSES)),
    "address": Parameter("Only those that alter this part, such as `items/PERS002A`."),
    "q": Parameter("Only those with these words in number, title or reason."),
}


class ChangesView(RestView):
    """Answers are the reader's own (drafts, what they may do), so that nobody may keep them."""

    permission_classes = [IsAuthenticatedOrReadOnly]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer

    def specification(self, slug: str) -> Specification:
        found = specification(slug, viewer=self.request.user)
        access.note(self.request.META, found)
        return found

    def change(self, slug: str, number: str) -> ChangeRequest:
        return queries.change(self.specification(slug), number, self.request.user)

    def answer(self, change: ChangeRequest, status: int = HTTPStatus.OK) -> Response:
        """The request anew, as the action has left it."""
        fresh = queries.change(change.specification, change.number, self.request.user)
        return Response(serializers.whole(self.request, fresh), status)


class Changes(ChangesView, ShapedView):
    """The change requests that the reader may see; a draft is its owner's alone."""

    shape, whole, many = schemas.CHANGE_LINE, schemas.CHANGE_REQUEST, True
    takes, gives = inputs.ProposalSerializer, HTTPStatus.CREATED.value
    parameters = PARAMETERS

    def get(self, request: Request, slug: str) -> Response:
        """List them, newest first."""
        found = queries.filtered(
            queries.visible(self.specification(slug), request.user).defer(*queries.LONG),
            status=self.given["status"],
            change_class=self.given["class"],
            address=self.given["address"],
            text=self.given["q"],
        )
        return self.formed(paged(request, found, lambda row: serializers.summary(request, row)))  # type: ignore[arg-type]

    def post(self, request: Request, slug: str) -> Response:
        """Begin a proposal; with ``submit`` hand it in at once."""
        given = body(request, inputs.ProposalSerializer)
        change = submissions.propose(specification=self.specification(slug), by=person(request), **given)
        return self.answer(change, HTTPStatus.CREATED)


class ChangeDetail(ChangesView):
    """One change request."""

    shape = schemas.CHANGE_REQUEST
    takes = inputs.ProposalSerializer
    elsewhere = "A change request from before the portal: it stands in the change log."

    def get(self, request: Request, slug: str, number: str) -> HttpResponse:
        """Status, class, problems, impact, votes, discussion, and what the reader may do."""
        try:
            found = self.change(slug, number)
        except NotFound:
            return self._earlier(slug, number)
        return Response(serializers.whole(request, found))

    def _earlier(self, slug: str, number: str) -> HttpResponse:
        """On to the change log for one from before the portal; raises `NotFound` again where that does not tell of it either."""
        _, version = at(slug, viewer=self.request.user)
        if not any(change.number == number for change in version.logged_changes):
            raise NotFound(
                f"There is no change request {number[:40]}.", remedy="Check the number in the list of changes."
            )
        address = self.request.build_absolute_uri(Links(slug).rest("changelog", number))
        return HttpResponseRedirect(address, preserve_request=True)

    def patch(self, request: Request, slug: str, number: str) -> Response:
        """Replace what is given, in a draft or when changes were asked for."""
        given = body(request, inputs.ProposalSerializer)
        return self.answer(submissions.revise(change=self.change(slug, number), by=person(request), **given))


class StepView(ChangesView):
    """A step along the workflow, by the name of its row."""

    shape = schemas.CHANGE_REQUEST
    takes = inputs.Remark
    step = "submit"

    @property
    def about(self) -> str:
        """What its row says that it does."""
        return STEPS[self.step].about

    def post(self, request: Request, slug: str, number: str) -> Response:
        """Take it."""
        given = body(request, inputs.Remark)
        return self.answer(submissions.take(self.step, change=self.change(slug, number), by=person(request), **given))


class Revert(ChangesView):
    """Taking a published change back."""

    shape = schemas.CHANGE_REQUEST
    takes, gives = inputs.Nothing, HTTPStatus.CREATED.value

    def post(self, request: Request, slug: str, number: str) -> Response:
        """Begin a draft of the inverse edits on the standard as it is now, with the conflicts to be settled, if any."""
        body(request, inputs.Nothing)
        return self.answer(reverts.revert(change=self.change(slug, number), by=person(request)), HTTPStatus.CREATED)


class Conflicts(ChangesView):
    """The conflicts with the standard as it is now."""

    step = "settle"
    shape = schemas.CHANGE_REQUEST
    takes = inputs.Settlements

    def post(self, request: Request, slug: str, number: str) -> Response:
        """Settle every conflict, each by itself. Votes given before no longer count."""
        given = body(request, inputs.Settlements)
        return self.answer(settlement.settle(change=self.change(slug, number), by=person(request), **given))


class Reviews(ChangesView):
    """Votes."""

    shape = schemas.CHANGE_REQUEST
    takes, gives = inputs.VoteSerializer, HTTPStatus.CREATED.value

    def post(self, request: Request, slug: str, number: str) -> Response:
        """Vote. The vote that meets the rules approves and publishes."""
        given = body(request, inputs.VoteSerializer)
        return self.answer(
            reviews.cast(change=self.change(slug, number), by=person(request), **given), HTTPStatus.CREATED
        )


class Colleagues(ChangesView):
    """Who writes a proposal with its proposer, until it is judged."""

    shape = schemas.CHANGE_REQUEST
    takes = inputs.ColleagueSerializer

    def post(self, request: Request, slug: str, number: str) -> Response:
        """Let a colleague of one's own organisation in."""
        given = body(request, inputs.ColleagueSerializer)
        return self.answer(colleagues.let_in(change=self.change(slug, number), by=person(request), **given))

    def delete(self, request: Request, slug: str, number: str) -> Response:
        """Let them in no more."""
        given = body(request, inputs.ColleagueSerializer)
        return self.answer(colleagues.end(change=self.change(slug, number), by=person(request), **given))


class Comments(ChangesView):
    """The discussion."""

    shape = schemas.CHANGE_REQUEST
    takes, gives = inputs.CommentSerializer, HTTPStatus.CREATED.value

    def post(self, request: Request, slug: str, number: str) -> Response:
        """Say something."""
        given = body(request, inputs.CommentSerializer)
        entry = comments.add(change=self.change(slug, number), by=person(request), **given)
        return self.answer(entry.change, HTTPStatus.CREATED)


def body(request: Request, shape: type[inputs.Input]) -> dict[str, Any]:
    """What was sent, in the right shape."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def person(request: Request) -> User:
    """Who writes."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user
