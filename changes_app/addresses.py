"""Addresses of pages: for links, and whole, with the site's own name, as e-mails and commits name them."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings


def change_page(specification: str, number: str) -> str:
    """The whole address of a change request's page."""
    return settings.SITE_URL + change_path(specification, number)


def whole(path: str) -> str:
    """The whole address of a page of the portal itself."""
    return f"{settings.SITE_URL}{path}"


def change_path(specification: str, number: str) -> str:
    """The page of one change request."""
    return f"/{quote(specification, safe='')}/changes/{quote(number, safe='')}/"


def page(specification: str, *parts: str) -> str:
    """The whole address of a page below a specification."""
    return settings.SITE_URL + "".join(f"/{quote(part, safe='')}" for part in (specification, *parts)) + "/"
