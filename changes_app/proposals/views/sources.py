"""The page on which somebody proposes the mappings that notes tell of."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid, NotFound
from changes_app.people import permissions
from changes_app.people.views.signing_in import signed_in
from changes_app.proposals.actions import noted
from changes_app.proposals.views.context import ChangeContext, change_context
from changes_app.workflow import Permission
from specs_app.document.types import Cms
from specs_app.sql.noted_sources import NotedSource
from specs_app.versions.resolve import current


@dataclass(frozen=True, slots=True)
class Noted:
    """Some notes with the addresses of their items, and the words of the button that proposes what they say."""

    more: bool
    rows: list[tuple[NotedSource, str]]
    button: str

    @classmethod
    def of(cls, here: ChangeContext, more: bool, found: tuple[NotedSource, ...]) -> Noted:
        """Those that say nothing else, or those that say more."""
        button = "Propose this mapping" if len(found) == 1 else f"Propose these {len(found)} mappings"
        return cls(more, [(source, here.links.item(source.reference)) for source in found], button)


@signed_in
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources that notes of one system name; sent, some of them begin a draft."""
    here = change_context(request, slug)
    if reason := permissions.refusal(here.who, Permission.PROPOSE):
        return here.show("changes/not_member.html", reason=reason, join=here.links.current("join"))
    cms = _system(here)
    if request.method == "GET":
        return _show(here, cms)
    try:
        more = request.POST.get("more") == "yes"
        draft = noted.propose(specification=here.specification, cms=cms, more=more, by=here.user)
    except Invalid as error:
        return _show(here, cms, [{"text": error.message}])
    messages.success(request, "Draft begun. Look at each mapping before you send it.")
    return here.to(draft.number, "draft")


def _system(here: ChangeContext) -> Cms:
    key = here.request.GET.get("cms", "")
    cms = next((entry for entry in here.document.settings.cms if entry.key == key), None)
    if cms is None:
        raise NotFound(f"The standard has no system {key[:60]} now.", remedy="Begin on the page of a system.")
    return cms


def _show(here: ChangeContext, cms: Cms, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    head = current(here.specification)
    groups = [Noted.of(here, more, noted.found(head, cms, more=more)) for more in (False, True)]
    response = here.show("changes/sources.html", cms=cms, groups=groups, errors=errors or [])
    response.status_code = 422 if errors else 200
    return response
