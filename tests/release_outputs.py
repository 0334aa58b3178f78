"""All that is published of a release, as digests: `python -m tests.release_outputs SOURCE RELEASE` in a database of its own.

Reads the settings from the environment, as the portal does; writes a JSON object of addresses and SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import django

SLUG = "ysd"
REST = f"/api/v1/specifications/{SLUG}"
EXPORTS = ("json", "yaml", "csv", "wide-csv", "xlsx")


def outputs(source: str, release: str) -> Iterator[tuple[str, bytes]]:
    """Every page, REST answer and file of a release of a repository, by what it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ssd_portal.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("import_spec", SLUG, source, verbosity=0, stdout=StringIO())
    client = Client(headers={"host": "127.0.0.1"})
    for address in _addresses(client, release):
        answer = client.get(address, follow=True)
        data = answer.getvalue() if answer.streaming else answer.content
        yield f"{answer.status_code} {address}", data
    with TemporaryDirectory() as folder:
        path = Path(folder, "all.pdf")
        call_command("build_pdf", SLUG, at=release, output=path, stdout=StringIO())
        yield "PDF", path.read_bytes()


def _addresses(client: object, release: str) -> Iterator[str]:
    from specs_app.models import Specification  # noqa: PLC0415
    from specs_app.versions.resolve import pinned  # noqa: PLC0415

    document = pinned(Specification.objects.get(slug=SLUG), release).document
    at = f"?at={release}"
    for part in ("", "objects/", "items/", "categories/", "cms/", "returns/", "quality/", "downloads/", "validators/"):
        yield f"/{SLUG}/{part}{at}"
    yield from (f"/{SLUG}/releases/", f"/{SLUG}/releases/{release}/", f"/{SLUG}/changelog/{at}")
    for part in ("", "objects/", "items/", "categories/", "relationships/", "problems/"):
        yield f"{REST}/{part}{at}"
    yield from (f"{REST}/releases/", f"{REST}/releases/{release}/")
    for kind in EXPORTS:
        yield f"{REST}/export/{kind}{at}"
    for entry in document.objects:
        yield f"/{SLUG}/objects/{entry.name}/{at}"
        yield f"{REST}/objects/{entry.name}/{at}"
    for _, item in document.items():
        yield f"/{SLUG}/items/{item.item_ref}/{at}"
        yield f"{REST}/items/{item.item_ref}/{at}"
    for category in document.categories:
        yield f"/{SLUG}/categories/{category.name}/{at}"
    for cms in document.settings.cms:
        yield f"/{SLUG}/cms/{cms.key}/{at}"
        for dialect in ("tsql", "postgres", "oracle"):
            yield f"{REST}/sql/{cms.key}/{at}&dialect={dialect}"


if __name__ == "__main__":
    found = {name: hashlib.sha256(data).hexdigest() for name, data in outputs(*sys.argv[1:3])}
    json.dump(found, sys.stdout)
