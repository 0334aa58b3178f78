"""Refusals of the domain as pages: what happened, why, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from changes_app.errors import ChangeError, NameNeeded, Refused
from changes_app.people.views.signing_in import OURS, to_name
from specs_app.errors import SpecificationError
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link

#: What forms carry along by themselves.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "content_hash", "revision"})


class Refusals:
    """Turns a refusal that a view lets through into a page with its status; who has no name is led to giving it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, SpecificationError):
            exception = Refused(exception.message, remedy=exception.remedy, problems=exception.problems)
        if not isinstance(exception, ChangeError):
            return None
        if isinstance(exception, NameNeeded):
            return to_name(request)
        page = {"error": exception, "written": written(request), "ways": ways_on(request, exception.status)}
        return render(request, "changes/refused.html", page, status=exception.status)


def ways_on(request: HttpRequest, status: int) -> list[Link]:
    """Where somebody may go who was refused: the proposal they meant, unless it is the one that is not there, and its standard."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    if "slug" not in named:
        return [Link("See all standards", "/")]
    links = Links(named["slug"])
    back = [Link(f"Back to {named['number']}", links.change(named["number"]))] if "number" in named else []
    return [*(back if status != HTTPStatus.NOT_FOUND else []), Link("Go to the standard", links.home())]


def written(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a form that was refused, by the names of its fields, to be copied: nothing is lost."""
    match = request.resolver_match
    if match is None or match.namespace not in OURS:
        return []
    return [
        (name.replace("_", " ").capitalize(), text)
        for name, texts in request.POST.lists()
        for text in texts
        if text.strip() and name not in NOT_TYPED
    ]
