"""Search in a standard."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from specs_app import queries
from specs_app.document.deprecation import in_short
from specs_app.document.types import Document, item_key
from specs_app.projection.search import facets
from specs_app.projection.search.exactness import meant
from specs_app.projection.search.reasons import part_at, reasons
from specs_app.projection.search.said import FACETS
from specs_app.projection.search.scope import Found, Result, SearchScope
from specs_app.projection.search.words import LONGEST_QUERY
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.search_facets import narrowing, read, title
from specs_app.publishing.pages.search_results import Hit, Match, heading, hit
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, paged, show

HITS_A_PAGE = 50
#: Nobody reads further.
MOST_HITS = 1000


@kept("at", "page", *FACETS, "q")
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """What holds the words: parts of the standard and changes that are in the change log, narrowed by facets."""
    context = open_version(request, slug)
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    chosen, faults = read(context.document, request.GET.dict())
    if not chosen and (exact := page_named(context, text)):
        return HttpResponseRedirect(exact)
    scope, wanted = SearchScope(chosen=chosen), _wanted(request)
    found, tally = queries.found_and_tallied(context.specification, context.version, text, wanted, scope)
    total = max(facets.total(tally, chosen), len(found.results))
    batch = paged(request, range(min(total, MOST_HITS)), HITS_A_PAGE)
    counts, searched = facets.counts(tally, chosen), searched_for(found)
    return show(
        request,
        context,
        "specs/search.html",
        query_text=text,
        total=total,
        batch=batch,
        asked=found.asked,
        searched=searched,
        results=_results(found.results[batch.start_index() - 1 if total else 0 :][:HITS_A_PAGE], found, context),
        narrowing=narrowing(context.document, text, counts, chosen, faults, context.links),
        kept_choices=chosen.items(),
        suggestions=[Link(name, context.links.search(q=name, **chosen)) for name in found.suggestions],
        in_changes=context.links.current("changes", q=searched or text),
        unnarrowed=context.links.search(q=text) if chosen else "",
        domains=_domains(context) if not text else (),
        query=context.links.paging(q=text, **chosen),
    )


def _wanted(request: HttpRequest) -> int:
    """How many results are needed for the page that is asked for."""
    number = Paginator(range(MOST_HITS), HITS_A_PAGE).get_page(request.GET.get("page")).number
    return number * HITS_A_PAGE


def searched_for(found: Found) -> str:
    """What was searched for in place of what was typed; empty where that is the same, or nothing was found."""
    first = found.results[:1]
    return next((found.asked.mended or meant(entry, found.asked.query) for entry in first), "")


def _results(entries: Sequence[Result], found: Found, context: Context) -> list[Hit]:
    return [_result(entry, found, context) for entry in entries]


def _domains(context: Context) -> list[Link]:
    """Where somebody may begin who has no word yet."""
    return [
        Link(title(context.document, "domain", entry.key), context.links.items(domain=entry.key))
        for entry in context.document.settings.domains
    ]


def page_named(context: Context, text: str) -> str:
    """The page of the item or logged change that exactly this names, in any case; empty where none or several."""
    if item := named(context.document, text):
        return context.links.item(item)
    wanted = text.casefold()
    numbers = (change.number for change in context.version.logged_changes)
    number = next((number for number in numbers if number.casefold() == wanted), "")
    return context.links.page("changes", number) if number else ""


def named(document: Document, text: str) -> str:
    """The item that exactly this names, as a reference or ``object.item`` in any case; empty where none or several."""
    wanted = text.casefold()
    found = {
        item_key(entry, item)
        for entry, item in document.items()
        if wanted in {item_key(entry, item).casefold(), f"{entry.name}.{item.name}".casefold()}
    }
    return found.pop() if len(found) == 1 else ""


def find_with_a_slash(request: HttpRequest, slug: str) -> HttpResponse:
    """The search at an address that ends like those of all other pages."""
    open_version(request, slug)
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(Links(slug).search() + (f"?{query}" if query else ""))


def _result(entry: Result, found: Found, context: Context) -> Hit:
    row = context.document.item_by_ref.get(entry.key) if entry.kind == "item" else None
    part = part_at(context.document, context.version.logged_changes, entry.address)
    told = reasons(part, entry.former_names, found.asked.query) if part else ()
    title = heading(context.document, entry.kind, entry.key, entry.title)
    match = Match(
        *(entry.kind, entry.key, title, entry.context, entry.extract, entry.address),
        reasons=tuple((reason.where, reason.label, reason.text, reason.synonym) for reason in told),
        deprecated=in_short(row[1].deprecated) if row else "",
        name=entry.title if title != entry.title else "",
    )
    return hit(match, found.asked.query.words, context.links)
