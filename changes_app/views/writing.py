"""Writing a proposal: choose what to change, say why, fill in the form, check the answers, send."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from changes_app import permissions, previews, queries
from changes_app.actions import drafts, settlement, submissions
from changes_app.actions.decisions import tally
from changes_app.errors import Conflicting, Invalid
from changes_app.forms.questions import FORMS, offered
from changes_app.forms.texts import ReasonForm
from changes_app.models import ChangeRequest
from changes_app.summaries import colliding, summary
from changes_app.views.editing import kind_of
from changes_app.views.frame import Desk, desk, signed_in, typed
from changes_app.workflow import Permission
from specs_app.outputs.pages.parts import Link

KINDS = ("item", "object", "category")


@signed_in
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """What shall be changed of the part that the reader comes from."""
    here = desk(request, slug)
    if reason := permissions.refusal(here.who, Permission.PROPOSE):
        return here.show("changes/not_member.html", reason=reason, join=here.links.current("join"))
    kind, target = chosen_part(request)
    draft = request.GET.get("draft", "")
    if request.GET.get("form") in FORMS and "target" in request.GET:
        return begin(here, request.GET["form"], _target(request), draft)
    page = {"kind": kind, "target": target, "forms": offered(kind), "codes": _codes(here, kind, target)}
    return here.show("changes/choose.html", drafts=queries.drafts(here.specification, here.user), **page)


def chosen_part(request: HttpRequest) -> tuple[str, str]:
    """The kind of part the address names, and which; the whole standard where it names none."""
    named = ((kind, request.GET[kind]) for kind in KINDS if request.GET.get(kind))
    return next(named, ("standard", ""))


def _target(request: HttpRequest) -> str:
    """What the chosen edit is about: the code chosen where it is about a code."""
    about_code = FORMS[request.GET["form"]].part == "value"
    return request.GET.get("code", "") if about_code else request.GET["target"]


def begin(here: Desk, form: str, target: str, draft: str) -> HttpResponse:
    """On to the first question: the reason of a new proposal, or the form of one more edit of a draft."""
    if draft:
        return here.to(draft, "edits", "new", form=form, target=target)
    return here.to("new", "why", form=form, target=target)


def _codes(here: Desk, kind: str, target: str) -> list[tuple[str, str]]:
    """The codes of the list that is to be changed, as targets."""
    category = here.document.category_by_name.get(target) if kind == "category" else None
    values = category.values if category else ()
    return [(f"{target}/{code.value}", f"{code.value}: {code.description}".rstrip(": ")) for code in values]


@signed_in
@require_http_methods(["GET", "POST"])
def why_new(request: HttpRequest, slug: str) -> HttpResponse:
    """What is wrong and why it matters; the answers begin the draft."""
    here = desk(request, slug)
    permissions.require(here.who, Permission.PROPOSE)
    kind, target = kind_of(request.GET.get("form", "")), request.GET.get("target", "")
    form = ReasonForm(data=typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            change = drafts.create(specification=here.specification, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            return here.to(change.number, "edits", "new", form=kind.key, target=target)
    return here.show("changes/why.html", form=form, heading=kind.title.format(target=target or "the standard"))


@signed_in
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The reason of a draft, to be changed."""
    here = desk(request, slug)
    change = here.change(number)
    first = {name: getattr(change, name) for name in ("title", "reason", "benefit")}
    form = ReasonForm(data=typed(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.update(change=change, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            return here.to(number, "draft")
    return here.show("changes/why.html", form=form, heading="Why this change", change=change)


@signed_in
def draft(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Check your answers: everything that will be sent, and what it does."""
    here = desk(request, slug)
    return _check(here, here.change(number))


def _check(here: Desk, change: ChangeRequest, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    change.conflicts = settlement.open_conflicts(change)
    page = summary(change, here.links, here.document.settings)
    preview = previews.preview(change) if change.differences else previews.Preview()
    trail = Link(change.number, here.links.change(change.number))
    status = 422 if errors else 200
    response = here.show(
        "changes/check.html",
        trail,
        change=change,
        page=page,
        collisions=colliding(change),
        preview=preview,
        errors=errors or [],
    )
    response.status_code = status
    return response


@signed_in
@require_POST
def send(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Hand the proposal in."""
    here = desk(request, slug)
    change = here.change(number)
    try:
        submissions.submit(change=change, by=here.user)
    except Invalid as error:
        return _check(here, change, [{"text": f"{found.message} {found.remedy}"} for found in error.problems])
    except Conflicting as error:
        return _check(here, here.change(number), [{"text": f"{error.message} {error.remedy}", "href": "../conflicts/"}])
    return here.to(number, "sent")


@signed_in
def sent(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """It is in: its number, what happens next, how long that takes."""
    here = desk(request, slug)
    change = here.change(number)
    counted = tally(change)
    return here.show("changes/sent.html", change=change, rule=change.rule, lacks=counted.shortfall if counted else "")


@signed_in
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    here = desk(request, slug)
    change = here.change(number)
    if request.method == "GET":
        return here.show("changes/discard.html", change=change)
    drafts.discard(change=change, by=here.user)
    messages.success(request, f"Draft {number} is thrown away.")
    return HttpResponseRedirect(f"/account/?{urlencode({'standard': slug})}")
