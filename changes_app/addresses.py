"""Addresses of pages as e-mails and commits name them: whole, with the site's own name."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings


def change_page(specification: str, number: str) -> str:
    """The page of one change request (contract, section 4)."""
    return f"{settings.SITE_URL}/{quote(specification)}/changes/{quote(number)}/"
