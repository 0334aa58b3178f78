"""Writing a proposal: choose what to change, say why, fill in the form, check the answers, send."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from changes_app import permissions, previews, queries
from changes_app.actions import drafts, settlement, submissions
from changes_app.actions.decisions import tally
from changes_app.errors import Conflicting, Invalid, NotFound
from changes_app.forms.answers import COMPARED, changed_values
from changes_app.forms.edits import AnswerForm, form_for
from changes_app.forms.questions import FORMS, EditForm, form_of, offered
from changes_app.forms.texts import ReasonForm
from changes_app.models import ChangeRequest
from changes_app.summaries import described, summary
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
    about_code = FORMS[request.GET["form"]].target == "value"
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


def kind_of(key: str) -> EditForm:
    """The form of that name; raises `NotFound`."""
    if key not in FORMS:
        raise NotFound("There is no such kind of change.", remedy="Begin from an item, an object or a code list.")
    return FORMS[key]


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
@require_http_methods(["GET", "POST"])
def new_edit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One more edit of a draft."""
    here = desk(request, slug)
    kind, target = kind_of(request.GET.get("form", "")), request.GET.get("target", "")
    preset = {"cms": request.GET["cms"]} if request.GET.get("cms") else {}
    return _edit(here, here.change(number), kind, target, preset, None)


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, number: str, position: int) -> HttpResponse:
    """An edit of a draft, to be changed. Positions count from 0."""
    here = desk(request, slug)
    change = here.change(number)
    rows = list(change.edits.all())
    if not 0 <= position < len(rows):
        raise NotFound("The proposal has no such edit.", remedy="Go back to the proposal.")
    row = rows[position]
    kind = form_of(row.action, row.values)
    if kind is None:
        raise NotFound("This edit came by REST and has no form.", remedy="Change it by REST, or remove it.")
    return _edit(here, change, kind, row.target, row.values, position)


def _edit(
    here: Desk, change: ChangeRequest, kind: EditForm, target: str, values: dict[str, Any], position: int | None
) -> HttpResponse:
    """The form of an edit, and what becomes of its answers."""
    form = form_for(kind, here.document, target, values, typed(here.request))
    if here.request.method == "POST" and form.is_valid() and _stored(here, change, kind, target, form, position):
        return here.to(change.number, "draft")
    page = {"kind": kind, "target": target, "change": change, "heading": kind.title.format(target=target)}
    return here.show("changes/edit.html", form=form, current=described(here.document, target), **page)


def _stored(
    here: Desk, change: ChangeRequest, kind: EditForm, target: str, form: AnswerForm, position: int | None
) -> bool:
    """Whether the answers became an edit of the draft; what is wrong is put into the form."""
    values = changed_values(here.document, kind.action, target, form.cleaned_data)
    if kind.action in COMPARED and not values:
        form.add_error(None, "You have not changed anything yet. Change an answer, or leave this page.")
        return False
    raw = {"action": kind.action, "target": target, "values": values}
    try:
        if position is None:
            drafts.add_edit(change=change, by=here.user, edit=raw)
        else:
            drafts.replace_edit(change=change, by=here.user, position=position, edit=raw)
    except Invalid as error:
        form.add_problems(error.problems)
    return form.is_valid()


@signed_in
@require_POST
def remove_edit(request: HttpRequest, slug: str, number: str, position: int) -> HttpResponse:
    """Take an edit out of a draft."""
    here = desk(request, slug)
    drafts.remove_edit(change=here.change(number), by=here.user, position=position)
    messages.success(request, "The edit is taken out of your proposal.")
    return here.to(number, "draft")


@signed_in
def draft(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Check your answers: everything that will be sent, and what it does."""
    here = desk(request, slug)
    return _check(here, here.change(number))


def _check(here: Desk, change: ChangeRequest, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    change.conflicts = settlement.open_conflicts(change)
    page = summary(change, here.links, here.document.settings)
    others = queries.others_on(change)
    preview = previews.preview(change) if change.differences else previews.Preview()
    trail = Link(change.number, here.links.change(change.number))
    status = 422 if errors else 200
    response = here.show(
        "changes/check.html", trail, change=change, page=page, others=others, preview=preview, errors=errors or []
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
