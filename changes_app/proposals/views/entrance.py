"""The way into a proposal: what one wants to change, what to do with it, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid, NotFound
from changes_app.models import ChangeRequest
from changes_app.people import permissions
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.proposals import collisions, queries, standard, steps
from changes_app.proposals.actions import drafts
from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About, EditForm
from changes_app.proposals.forms.questions import FORMS, offered
from changes_app.proposals.forms.texts import ReasonForm
from changes_app.proposals.targets import FINDERS, Target, part_of, registered
from changes_app.proposals.views.context import ChangeContext, change_context
from changes_app.proposals.views.editing import kind_of
from changes_app.workflow import Permission
from specs_app.document.types import Document
from specs_app.projection.search.asking import search
from specs_app.projection.search.in_document import search_in
from specs_app.projection.search.said import LOGGED
from specs_app.projection.search.scope import Found, SearchScope
from specs_app.projection.search.words import LONGEST_QUERY

MOST_FOUND = 20
ADD, REMOVE, CHANGE = "Add something", "Take something out", "Change what is there"
#: What is offered without a part: what is new, and what the settings hold.
OF_THE_STANDARD = (
    "standard",
    "rule",
    "domain",
    "status",
    "validator",
    "datatype",
    "parameter",
    "join",
    "row_scope",
    "lookup",
)
#: What few people come for: these ways to edit, and all that adds, changes or removes one of these.
SELDOM = frozenset({"access", "table", "status", "validator", "datatype", "parameter", "join", "row_scope", "lookup"})
RARE = "What few people need: scripts, checks, files and access"
UNCHOSEN = {"text": "Choose what you want to do"}


@dataclass(frozen=True, slots=True)
class Group:
    """Some ways to edit, under a heading; a ``closed`` one is opened by the few who need it."""

    title: str
    forms: tuple[EditForm, ...]
    closed: bool = False


@signed_in
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """What shall be changed; of the part that the reader comes from, what shall be done with it."""
    here = change_context(request, slug)
    if reason := permissions.refusal(here.who, Permission.PROPOSE):
        return here.show("changes/not_member.html", reason=reason, join=here.links.current("join"))
    draft = _draft(here)
    document = standard.document_of(draft) if draft else here.document
    part = _part(request, document)
    errors = _faults(request, part)
    if request.GET.get("form") in FORMS and not errors:
        return _begin(here, request.GET["form"], _target(request, part))
    answer = _offer(here, part, document, draft, errors) if part else _start(here, document, draft, errors)
    answer.status_code = 422 if errors else 200
    return answer


def _draft(here: ChangeContext) -> ChangeRequest | None:
    """The draft that the address names; raises `NotFound` or `WrongStatus` where it cannot be written further."""
    number = here.request.GET.get("draft", "")
    if not number:
        return None
    found = here.change(number)
    permissions.require_step(here.who, "edit", found)
    steps.require_fit(found, "edit")
    return found


def _part(request: HttpRequest, document: Document) -> Target | None:
    """The part that the address names; raises `NotFound` where the standard has none of that name."""
    named = ((kind, request.GET[kind]) for kind in FINDERS if request.GET.get(kind))
    kind, key = next(named, ("", ""))
    if not kind:
        return None
    if (found := part_of(document, kind, key)) is None:
        message = f"The standard has no {kind} {key[:60]} now."
        raise NotFound(message, remedy="Choose Suggest a change at the head of the page, and look for it there.")
    return found


def _target(request: HttpRequest, part: Target | None) -> str:
    """What the chosen edit is about: a code where it is about one."""
    if FORMS[request.GET["form"]].part == "value" and request.GET.get("code"):
        return request.GET["code"]
    return part.key if part else request.GET.get("target", "")


def _faults(request: HttpRequest, part: Target | None) -> list[dict[str, str]]:
    """What is missing of a choice that was sent."""
    form = FORMS.get(request.GET.get("form", ""))
    if form is None:
        return [UNCHOSEN] if "go" in request.GET else []
    if form.part == "value" and part and not request.GET.get("code"):
        return [{"text": "Choose the code that you mean", "href": "#code"}]
    return []


def _begin(here: ChangeContext, form: str, target: str) -> HttpResponse:
    """On to the first question: the reason of a new proposal, or the form of one more edit of a draft."""
    number = here.request.GET.get("draft", "")
    given = {"form": form, "target": target}
    return here.to(number, "edits", "new", **given) if number else here.to("new", "why", **given)


def _offer(
    here: ChangeContext, part: Target, document: Document, draft: ChangeRequest | None, errors: Sequence[dict[str, str]]
) -> HttpResponse:
    """What can be done with a part, and who else is at it."""
    others = queries.meeting(here.specification, [part.address])
    codes = _codes(document, part)
    forms = [form for form in offered(part.form_kind) if (form.part != "value" or codes) and form.offered(document)]
    return here.show(
        "changes/choose.html",
        part=part,
        **_said(errors, grouped(forms, CHANGE, ADD, REMOVE)),
        codes=codes,
        code=here.request.GET.get("code", ""),
        collisions=collisions.at(part.address, others),
        **_belonging(here, draft),
    )


def _start(
    here: ChangeContext, document: Document, draft: ChangeRequest | None, errors: Sequence[dict[str, str]]
) -> HttpResponse:
    """Which part it is about, found by words, or something new."""
    text = here.request.GET.get("q", "").strip()[:LONGEST_QUERY]
    found = _found(here, document, draft, text)
    names = {"draft": draft.number} if draft else {}
    forms = [FORMS["add_item"], *(form for kind in OF_THE_STANDARD for form in offered(kind))]
    rare = tuple(form for form in forms if _is_rare(form))
    often = grouped((form for form in forms if form not in rare), ADD, CHANGE, REMOVE)
    return here.show(
        "changes/start.html",
        query_text=text,
        parts=[(part, here.links.suggest(**{part.kind: part.key}, **names)) for part in _parts(document, text, found)],
        found=found,
        **_said(errors, [*often, Group(RARE, rare, closed=True)]),
        **_belonging(here, draft),
    )


def _is_rare(form: EditForm) -> bool:
    return form.key in SELDOM or form.key.partition("_")[2] in SELDOM


def _found(here: ChangeContext, document: Document, draft: ChangeRequest | None, text: str) -> Found:
    """The published standard is searched through its index; one with a draft's edits word by word."""
    if draft:
        return search_in(document, text, MOST_FOUND)
    return search(here.specification, text, MOST_FOUND, SearchScope(without=LOGGED))


def _parts(document: Document, text: str, found: Found) -> list[Target]:
    """Returns and systems of that name, then what the search has found; each once."""
    results = (part_of(document, result.kind, result.key) for result in found.results)
    return list(dict.fromkeys(part for part in (*registered(document, text), *results) if part))


def _belonging(here: ChangeContext, draft: ChangeRequest | None) -> dict[str, Any]:
    """The draft that is written further, or those that the edit might belong to."""
    own = [] if draft else list(queries.drafts(here.specification, here.user))
    return {"draft": draft, "drafts": own}


def _said(errors: Sequence[dict[str, str]], groups: list[Group]) -> dict[str, Any]:
    """The choices, and what is missing; that nothing was chosen leads to the first of them."""
    unchosen = UNCHOSEN in errors
    first = groups[0].forms[0].key if groups else ""
    shown = [{**UNCHOSEN, "href": f"#form-{first}"}] if unchosen else errors
    return {"groups": groups, "unchosen": unchosen, "errors": shown}


def grouped(forms: Iterable[EditForm], *titles: str) -> list[Group]:
    """The ways to edit under these headings, in this order; no heading without any."""
    known = tuple(forms)
    groups = (Group(title, tuple(form for form in known if heading_of(form) == title)) for title in titles)
    return [group for group in groups if group.forms]


def heading_of(form: EditForm) -> str:
    """The heading under which a way to edit stands, by the first word of its name."""
    return {"add": ADD, "remove": REMOVE}.get(form.key.partition("_")[0], CHANGE)


def _codes(document: Document, part: Target) -> list[tuple[str, str]]:
    """The codes of the list that is to be changed, as targets."""
    category = document.category_by_name.get(part.key) if part.kind == "category" else None
    values = category.values if category else ()
    return [(f"{part.key}/{code.value}", f"{code.value}: {code.description}".rstrip(": ")) for code in values]


@signed_in
@require_http_methods(["GET", "POST"])
def why_new(request: HttpRequest, slug: str) -> HttpResponse:
    """What is wrong and why it matters; the answers begin the draft."""
    here = change_context(request, slug)
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
    return here.show("changes/why.html", form=form, heading=_heading(here, kind, target))


def _heading(here: ChangeContext, kind: EditForm, target: str) -> str:
    """What is to be done, with the part's name where it is known yet."""
    about = About(here.document, target)
    return kind.heading(options.titled(kind.part, about), options.system(about)) if target else kind.choice
