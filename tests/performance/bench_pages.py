"""Public pages, from request to answer, beside the bare template with a finished context."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import Client

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.types import item_key
from specs_app.web.pages import context as frame
from tests.performance.measure import Result, beside
from tests.performance.subject import Subject
from tests.versions import published

ROUNDS = 20
SLUG = "bench"


def bench(subject: Subject) -> Iterator[Result]:
    published(subject.files, SLUG)
    document = queries.at(SLUG, viewer=PORTAL)[1].document
    entry = max(document.objects, key=lambda found: len(found.items))
    yield page("item list, 100 of them", f"/{SLUG}/items/")
    yield page(f"page of {entry.name}", f"/{SLUG}/objects/{entry.name}/")
    yield page("page of an item", f"/{SLUG}/items/{item_key(entry, entry.items[0])}/")


def page(name: str, address: str) -> Result:
    client = Client()
    with patch.object(frame, "render", wraps=render) as seen:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}, so nothing can be measured")
    request, template, context = seen.call_args.args
    return beside(
        name, lambda: client.get(address), "bare template", lambda: bare(template, context, request), rounds=ROUNDS
    )


def bare(template: str, context: dict[str, Any], request: Any) -> str:
    return render_to_string(template, context, request)
