"""A specification in which every text tries to break out of the page, and every name tries to break its address."""

from __future__ import annotations

import re
from html import unescape
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import imported, write_files
from tests.jobs import run_due

pytestmark = pytest.mark.one_database

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{ 7*7 }}{% load x %}"
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
@pytest.mark.parametrize("part", ["objects", "items", "categories", "cms", "returns", "model"])
def test_rest_answers_at_every_address_that_its_lists_name(client: Client, tmp_path: Path, part: str) -> None:
    imported(write_files(tmp_path / "evil", {path: text.encode() for path, text in FILES.items()}), "evil")
    entries = client.get(f"/api/v1/specifications/evil/{part}/").json()["results"]
    addresses = [entry["url"] for entry in entries]
    assert any("%2F" in address for address in addresses) or part in {"items", "categories"}
    asked = list(addresses)
    if part != "model":
        asked += [f"{address}history/" for address in addresses]
    if part == "cms":
        asked += [f"{address}mappings/" for address in addresses]
    assert {client.get(address).status_code for address in asked} == {HTTPStatus.OK}
