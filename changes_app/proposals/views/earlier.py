"""Change requests from before the portal, as the change log of the published revision tells of them; read only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse

from changes_app.models import ChangeRequest
from changes_app.proposals.views.context import ChangeContext
from specs_app.publishing.pages.components import Link, table_files
from specs_app.tables.logged_changes import LoggedChange, LoggedItem, matching

CHANGES_A_PAGE = 25
#: The word that the list of changes is filtered by.
EARLIER = "earlier"


def earlier_changes(here: ChangeContext) -> list[LoggedChange]:
    """Those that the log tells of and that were not made here, the highest number first; one query."""
    told = here.context.version.logged_changes
    requests = ChangeRequest.objects.filter(specification=here.specification)
    made = set(requests.filter(number__in=[change.number for change in told]).values_list("number", flat=True))
    return [change for change in told if change.number not in made]


def show_earlier(here: ChangeContext, change: LoggedChange) -> HttpResponse:
    """One of them: what, when, why, and which items."""
    facts = [
        ("Recorded as", change.kind),
        ("Title", change.title),
        ("When", change.when),
        ("Standing", change.status),
        ("Where from", change.source),
        ("Notes", change.notes),
    ]
    return here.show(
        "changes/earlier.html",
        earlier=change,
        facts=[(key, value) for key, value in facts if value],
        items=[_link(here, item) for item in change.items],
        all=here.links.page("changes", status=EARLIER),
    )


def show_list(here: ChangeContext, text: str, page: str | None, **frame: object) -> HttpResponse:
    """All of them that have these words."""
    batch = Paginator(matching(earlier_changes(here), text), CHANGES_A_PAGE).get_page(page)
    files = table_files(here.links, "changelog", **({"q": text} if text else {}))
    return here.show("changes/earlier_list.html", batch=batch, files=files, **frame)


def _link(here: ChangeContext, item: LoggedItem) -> Link:
    """An item with its name as it is now; without an address where it is gone."""
    found = here.document.item_by_ref.get(item.item_ref)
    name = f"{found[0].name}.{found[1].name}" if found else item.object_name
    note = f"{item.former} before" if item.former else ""
    href = here.links.item(item.item_ref) if found else ""
    return Link(f"{item.item_ref} ({name})" if name else item.item_ref, href, note=note)
