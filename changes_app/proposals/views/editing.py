"""The edits of a draft: one more, one to be changed, one taken out."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid, NotFound
from changes_app.models import ChangeRequest
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.proposals import standard
from changes_app.proposals.actions import drafts
from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About, EditForm, RawEdit, Recalled, Values
from changes_app.proposals.forms.edits import AnswerForm
from changes_app.proposals.forms.extract_forms import check
from changes_app.proposals.forms.questions import FORMS, form_of, recall
from changes_app.proposals.forms.which import WhichForm, asks
from changes_app.proposals.summary import described
from changes_app.proposals.views.context import ChangeContext, change_context


@dataclass(frozen=True, slots=True)
class OpenEdit:
    """An edit of a draft that is being written: its form, what it is about, and what it says already.

    ``position`` is its place in the draft (from 0), None for one more; ``replaced`` is the edit that stands there.
    """

    change: ChangeRequest
    kind: EditForm
    about: About
    recalled: Recalled
    position: int | None = None
    replaced: RawEdit | None = None


def kind_of(key: str) -> EditForm:
    """The form of that name; raises `NotFound`."""
    if key not in FORMS:
        raise NotFound("There is no such kind of change.", remedy="Begin from an item, an object or a code list.")
    return FORMS[key]


@signed_in
@require_http_methods(["GET", "POST"])
def new_edit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One more edit of a draft."""
    here = change_context(request, slug)
    change, kind = here.change(number), kind_of(request.GET.get("form", ""))
    chosen = request.GET.get(kind.choose.key, "") if kind.choose else ""
    about = _about(change, None, request.GET.get("target", ""), chosen)
    return _form_page(here, OpenEdit(change, kind, about, Recalled(about.target, chosen, _begun(request, kind, about))))


def _begun(request: HttpRequest, kind: EditForm, about: About) -> Values:
    """What the address answers already: the code list that a new item is to use."""
    name = request.GET.get("category", "")
    return {"category": name} if kind.key == "add_item" and name in about.document.category_by_name else {}


def _about(change: ChangeRequest, until: int | None, target: str, chosen: str) -> About:
    """What the form is about: the standard with the draft's edits in it, or those before a position, and the part."""
    return About(standard.document_of(change, before=until), target, chosen, standard.taken_references(change))


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, number: str, position: int) -> HttpResponse:
    """An edit of a draft, to be changed. Positions count from 0."""
    here = change_context(request, slug)
    change = here.change(number)
    rows = [row.as_json() for row in standard.edits_of(change)]
    if not 0 <= position < len(rows):
        raise NotFound("The proposal has no such edit.", remedy="Go back to the proposal.")
    row = rows[position]
    kind = form_of(row["action"], row["values"])
    if kind is None:
        raise NotFound("This edit has no form.", remedy="Change it by REST, or remove it and make it anew.")
    found = recall(kind, row)
    target, chosen = request.GET.get("target", found.target), found.chosen
    about = _about(change, position, target, chosen)
    return _form_page(here, OpenEdit(change, kind, about, found, position, row))


def _form_page(here: ChangeContext, task: OpenEdit) -> HttpResponse:
    """The page of the form, on to the draft once its answers are stored; or the page that asks first which part it is about."""
    kind, about = task.kind, task.about
    heading = kind.heading(options.titled(kind.part, about), options.system(about))
    page = {"kind": kind, "change": task.change, "heading": heading}
    recalled_part = task.replaced is not None and bool(about.target) and about.target == task.recalled.target
    if not recalled_part and asks(kind, about):
        which = WhichForm(kind, about, here.request.GET if "chosen" in here.request.GET else None)
        return here.show("changes/which.html", here.draft(task.change), form=which, **page)
    form = AnswerForm(kind, about, task.recalled.values, typed(here.request))
    checks = "check" in here.request.POST
    if here.request.method == "POST" and form.is_valid() and not checks and _stored(here, task, form):
        return here.to(task.change.number, "draft")
    checked = check(kind, about, form.values()) if checks and form.is_valid() else None
    beside = [] if len(kind.sections) > 1 else described(about.document, about.target)
    trail = here.draft(task.change)
    return here.show("changes/edit.html", trail, form=form, beside=beside, target=about.target, checked=checked, **page)


def _stored(here: ChangeContext, task: OpenEdit, form: AnswerForm) -> bool:
    """Whether the answers became edits of the draft; what is wrong is put into the form."""
    edits = _with_kept(task, form.edits())
    if not edits:
        form.add_error(None, "You have not changed anything yet. Change an answer, or leave this page.")
        return False
    start = task.change.edits.count() if task.position is None else task.position
    try:
        drafts.put_edits(change=task.change, by=here.user, edits=edits, position=task.position)
    except Invalid as error:
        form.add_problems(error.problems, edits, start)
    return form.is_valid()


def _with_kept(task: OpenEdit, edits: list[RawEdit]) -> list[RawEdit]:
    """The edits with what the replaced one says besides the values that its form asks for."""
    if task.replaced is None:
        return edits
    kept = {key: value for key, value in task.replaced["values"].items() if key not in task.kind.keys}
    action = task.kind.action
    if kept and not any(row["action"] == action for row in edits):
        return [*edits, {**task.replaced, "values": kept}]
    return [{**row, "values": {**kept, **row["values"]}} if row["action"] == action else row for row in edits]
