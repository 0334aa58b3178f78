"""The SQL of one council: questions, the script that follows from the answers, and the file."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from specs_app import queries
from specs_app.document import paths
from specs_app.publishing.my_sql.answers import QUERY_NAMES, VALUES, ScriptAnswers, answers_of
from specs_app.publishing.my_sql.asked import AskedScript, Understood, spared
from specs_app.publishing.my_sql.faults import faults_of
from specs_app.publishing.my_sql.file import ScriptFile, script_file
from specs_app.publishing.my_sql.news import ScriptNews
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.for_me import release_options
from specs_app.publishing.pages.my_sql import can_upgrade, my_sql_page, upgrade_page, upgrading
from specs_app.publishing.pages.my_sql_questions import (
    BUILD,
    DONE,
    SYSTEM_FIELD,
    VALUE_PREFIX,
    Asking,
    left_unsaid,
    question_page,
    question_to_ask,
    stands_alone,
)
from specs_app.sql.errors import SqlError
from specs_app.versions.resolve import NotPublished, pinned
from specs_app.web.files import answer_to_holder, file_answer
from specs_app.web.keeping import ASK_AGAIN, kept
from specs_app.web.pages.context import Context, open_version, show

SECTION = "downloads"


@kept("at", *QUERY_NAMES, "ask", "one", "since", many=(VALUES,))
def my_sql(request: HttpRequest, slug: str) -> HttpResponse:
    """The next question, or the script that follows from the answers. All that was answered stands in the address."""
    context = open_version(request, slug)
    understood = _understood(request, context)
    ask = request.GET.get("ask", "").strip()
    faults = (*faults_of(understood), *left_unsaid(understood, ask))
    asking = Asking(understood, faults, context.links, request.GET.get("since", "").strip())
    question = question_to_ask(understood, faults, ask)
    if question:
        return _question(request, context, asking, question)
    asked = understood.asked()
    return _script(request, context, asking, asked) if asked else _question(request, context, asking, "product")


def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the fields of a form and leads to the page with all of it in the address."""
    context = open_version(request, slug)
    texts = {name: str(text).strip() for name, text in request.GET.items()}
    if SYSTEM_FIELD in texts:
        texts["cms"], _, texts["variant"] = texts[SYSTEM_FIELD].partition(BUILD)
    told = answers_of(texts, request.GET.getlist(VALUES))
    typed = {name.removeprefix(VALUE_PREFIX): text for name, text in texts.items() if name.startswith(VALUE_PREFIX)}
    told = told.with_values(typed) if typed else told
    since = texts.get("revision") or texts.get("since", "")
    rest = {name: text for name, text in (("ask", _asked_next(texts, told)), ("since", since)) if text}
    query = spared(Understood(context.document, told)).query()
    return HttpResponseRedirect(context.links.my_sql(**query, **rest))


def _asked_next(texts: dict[str, str], told: ScriptAnswers) -> str:
    """What is asked next; that nothing is goes without saying where something was answered."""
    ask = texts.get("ask", "")
    return "" if ask == DONE and (told.la or told.cms) else ask


def script(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file itself; 400 and the page of the question where an answer will not do."""
    context = open_version(request, slug)
    understood = _understood(request, context)
    faults = faults_of(understood)
    asked = None if faults else understood.asked()
    if asked is None:
        unsaid = faults or left_unsaid(understood, DONE)
        asking = Asking(understood, unsaid, context.links)
        return _question(request, context, asking, question_to_ask(understood, unsaid, DONE))
    try:
        made = script_file(context.edition, asked)
    except SqlError as error:
        return _refused(request, context, error)
    headers = {"ETag": f'"{made.checksum}"', "Cache-Control": ASK_AGAIN}
    if (unchanged := answer_to_holder(request, headers)) is not None:
        return unchanged
    headers["Content-Disposition"] = content_disposition_header(True, made.name) or ""
    return file_answer(made.data, made.media_type, headers)


def _understood(request: HttpRequest, context: Context) -> Understood:
    return Understood(context.document, answers_of(request.GET.dict(), request.GET.getlist(VALUES)))


def _question(request: HttpRequest, context: Context, asking: Asking, question: str) -> HttpResponse:
    one, ask = request.GET.get("one") == "yes", request.GET.get("ask", "").strip()
    page = question_page(question, asking, alone=stands_alone(question, asking, ask, one=one))
    status = HTTPStatus.BAD_REQUEST if asking.faults else HTTPStatus.OK
    return show(request, context, "specs/my_sql_question.html", SECTION, _trail(context), status, page=page)


def _script(request: HttpRequest, context: Context, asking: Asking, asked: AskedScript) -> HttpResponse:
    try:
        made = script_file(context.edition, asked)
        news, errors = _news(context, asking, asked)
    except SqlError as error:
        return _refused(request, context, error)
    reasons = _reasons(context, asked)
    return show(
        request,
        context,
        "specs/my_sql.html",
        SECTION,
        _trail(context),
        HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        page=my_sql_page(asked, asking, made, context.version.sha, reasons),
        errors=errors,
        site=settings.SITE_URL,
        action=context.links.current("my-sql", "answer"),
        hidden=(*asked.answers.pairs(), *((("at", context.links.at),) if context.links.at else ())),
        releases=release_options(_releases(context), asking.since),
        **news,
    )


def _news(context: Context, asking: Asking, asked: AskedScript) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What is new since the version that is run, where one is named; or why that cannot be told."""
    if not asking.since:
        return {}, []
    try:
        since = pinned(context.specification, asking.since)
    except NotPublished as missing:
        return {}, [{"text": f"{missing.what}. {missing.remedy}", "href": "#since"}]
    news = ScriptNews(since, context.version, asked)
    upgrade = _upgrade(context, asked)
    told = {
        "upgrade": upgrade_page(news, context.links, upgrade),
        "is_same": since.sha == context.version.sha,
        "compare": context.links.compare(asking.since, context.links.at or context.version.sha),
    }
    return told, []


def _upgrade(context: Context, asked: AskedScript) -> ScriptFile | None:
    return script_file(context.edition, upgrading(asked)) if can_upgrade(asked) else None


def _reasons(context: Context, asked: AskedScript) -> dict[str, str]:
    """Why each setting of the authority was last changed."""
    if asked.authority is None:
        return {}
    address = paths.of_authority(asked.authority.code)
    rows = list(queries.history(context.specification, context.version, address=address))
    return {row.field: row.revision.reason for row in reversed(rows)}


def _releases(context: Context) -> list[str]:
    return list(queries.releases(context.specification).values_list("version", flat=True))


def _refused(request: HttpRequest, context: Context, error: SqlError) -> HttpResponse:
    return show(request, context, "specs/refused.html", SECTION, _trail(context), HTTPStatus.CONFLICT, error=error)


def _trail(context: Context) -> tuple[Link, ...]:
    return (Link("Downloads", context.links.page("downloads")),)
