"""Help, and what whoever runs the portal has to say: accessibility, privacy, contact."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from specs_app import access
from specs_app.web.keeping import kept
from ssd_portal import prose
from ssd_portal.guides import GUIDES, address_of
from ssd_portal.guides import guide as guide_of

#: Each notice's name in addresses, and its title.
NOTICES = {"accessibility": "Accessibility", "privacy": "Privacy", "contact": "Contact"}


@kept()
def guides(request: HttpRequest) -> HttpResponse:
    """Where help begins: what one wants to do, and the guide for it."""
    return guide(request, "start")


@kept()
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide, with the others beside it."""
    if name not in GUIDES:
        raise Http404
    access.note(request.META)
    others = [(title, address_of(key), key == name) for key, (_, title) in GUIDES.items()]
    return render(request, "help/guide.html", {"prose": guide_of(name), "others": others})


def notice(request: HttpRequest, name: str) -> HttpResponse:
    """One notice: in the operator's own words, where their folder has them, else in the portal's."""
    if name not in NOTICES:
        raise Http404
    page = {"title": NOTICES[name], "owner": settings.SITE_OWNER, "email": settings.CONTACT_EMAIL}
    own = Path(settings.SITE_TEXTS) / f"{name}.md" if settings.SITE_TEXTS else None
    if own and own.is_file():
        return render(request, "about/own.html", {**page, "prose": prose.render(own.read_text(encoding="utf-8"))})
    return render(request, f"about/{name}.html", page)
