"""A specification in which every text tries to break out of the page, and every name tries to break its address."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories import imported, write_files
from tests.jobs import run_due

pytestmark = pytest.mark.one_database

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{ 7*7 }}{% load x %}"
REST = "/api/v1/specifications/evil"
NAMED = ("objects", "items", "categories", "cms", "returns")
NAME = 'e/v il?&#%é"<b>'
FILES = {
    "data/objects/evil.yml": f"""\
nodes:
- name: '{NAME}'
  title: |-
    {EVIL}
  description: |-
    {EVIL}
  fields:
  - name: '{NAME}'
    description: |-
      {EVIL}
    item_ref: 'R?1&#"<b>'
    type: |-
      {EVIL}
    primary_key: true
    categories: ['{NAME}']
    returns: ['{NAME}']
    returns_map:
    - return: '{NAME}'
      section: |-
        {EVIL}
      reference: |-
        {EVIL}
    cms: ['{NAME}']
    cms_source:
      '{NAME}':
        source: |-
          {EVIL}
        status: |-
          {EVIL}
        note: |-
          {EVIL}
        variants:
          '{NAME}': |-
            {EVIL}
    category: evil
    guidance: |-
      {EVIL} {"long " * 400}
  - name: other
    item_ref: OTHER
    deprecated:
      since: |-
        {EVIL}
      replaced_by: '{NAME}'
""",
    "data/categories/evil.yml": f"""\
- value: |-
    {EVIL}
  description: |-
    {EVIL}
""",
    "specification.yml": f"""\
title: |-
  {EVIL}
publisher: |-
  {EVIL}
description: |-
  {EVIL}
prefix: EVL
layout:
  objects: [data/objects]
  categories: [data/categories]
cms:
- key: '{NAME}'
  title: |-
    {EVIL}
  dialect: tsql
returns:
- key: '{NAME}'
  title: |-
    {EVIL}
""",
}


@pytest.mark.django_db
def test_every_page_that_links_lead_to_is_safe(client: Client, tmp_path: Path) -> None:
    imported(write_files(tmp_path / "evil", {path: text.encode() for path, text in FILES.items()}), "evil")
    waiting, seen = ["/", "/evil/"], set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        if answer.status_code == HTTPStatus.ACCEPTED:  # a drawing that is made now
            run_due()
            answer = client.get(address)
        # No script can be made of it: neither the file nor the page about it.
        refused = answer.status_code == 409 and ("/sql/" in address or "/my-sql/" in address)
        assert answer.status_code in {200, 302} or refused, address
        if answer.headers["Content-Type"].startswith(("text/html", "image/svg")):
            text = answer.content.decode()
            check(text, address)
            found = (unescape(href).split("#")[0] for href in re.findall(r'href="(/evil/[^"]*)"', text))
            waiting += [href for href in found if href not in seen and href not in waiting and ours(href)]
    assert any("/items/R%3F1%26%23%22%3Cb%3E/" in address for address in seen)
    assert any("/objects/e%2Fv%20il%3F%26%23%25%C3%A9%22%3Cb%3E/" in address for address in seen)
    assert len(seen) > 12


def ours(address: str) -> bool:
    """The pages of proposals are tested beside them; PDFs take long."""
    return "/changes/" not in address and ".pdf" not in address


def check(text: str, address: str) -> None:
    assert "<script>alert" not in text, address
    assert "<img" not in text, address
    assert "<b>" not in text, address
    assert "49" not in re.findall(r"\{\{(.*?)\}\}", text), address


@pytest.mark.django_db
def test_every_record_that_rest_names_is_there(client: Client, tmp_path: Path) -> None:
    imported(write_files(tmp_path / "evil", {path: text.encode() for path, text in FILES.items()}), "evil")
    waiting, seen = [f"{REST}/{name}/" for name in (*NAMED, "model")], set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address, headers={"Accept": "application/json"})
        if answer.status_code == HTTPStatus.ACCEPTED:  # a drawing that is made now
            run_due()
            answer = client.get(address)
        assert answer.status_code == HTTPStatus.OK, address
        found = [urlsplit(url).path for url in re.findall(r'"url":"([^"]*)"', answer.content.decode())]
        found += [f"{path}history/" for path in found if path.split("/")[5:6] and path.split("/")[5] in NAMED]
        found += [f"{path}mappings/" for path in found if path.startswith(f"{REST}/cms/") and "/history/" not in path]
        waiting += [path for path in found if path.startswith(REST) and path not in seen and path not in waiting]
    assert any("%2F" in address for address in seen)
    assert len(seen) > 12
