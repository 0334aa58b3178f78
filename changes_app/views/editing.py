"""The edits of a draft: one more, one to be changed, one taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from changes_app.actions import drafts
from changes_app.errors import Invalid, NotFound
from changes_app.forms.answers import COMPARED, changed_values
from changes_app.forms.edits import AnswerForm, form_for
from changes_app.forms.questions import FORMS, EditForm, form_of
from changes_app.models import ChangeRequest
from changes_app.summaries import described
from changes_app.views.frame import Desk, desk, signed_in, typed


def kind_of(key: str) -> EditForm:
    """The form of that name; raises `NotFound`."""
    if key not in FORMS:
        raise NotFound("There is no such kind of change.", remedy="Begin from an item, an object or a code list.")
    return FORMS[key]


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
