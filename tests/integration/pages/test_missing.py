"""What is not there: renamed leads on, removed says so, everything else is 404 with a way out."""

from __future__ import annotations

from itertools import product

import pytest

from tests.integration.pages.conftest import Site

pytestmark = pytest.mark.one_database

#: Parts that never were.
UNKNOWN = [
    "objects/nothing/",
    "items/NOPE001A/",
    "categories/nothing/",
    "cms/nothing/",
    "returns/nothing/",
    "downloads/nothing.csv",
    "downloads/sql/larchway-cobol.sql",
    "downloads/../../etc/passwd",
]
#: What leads to no published commit.
NEVER = ["nothing", "0" * 40, "refs/heads/main", "HEAD", "main", "--help", "v1.0.0^", "1.0.0..", "é" * 300]


@pytest.mark.parametrize("name", ["youn_family_name", "youn_last_name"])
def test_name_of_an_item_leads_to_its_reference(site: Site, name: str) -> None:
    answer = site.client.get(f"/ysd/items/{name}/")
    assert answer.status_code == 301
    assert answer.headers["Location"] == "/ysd/items/YOUN002A/"


def test_name_keeps_the_version(site: Site) -> None:
    answer = site.client.get("/ysd/items/youn_family_name/", {"at": "1.0.0"})
    assert answer.headers["Location"] == "/ysd/items/YOUN002A/?at=1.0.0"


def test_reference_in_other_letters_leads_on(site: Site) -> None:
    assert site.client.get("/ysd/items/youn002a/").headers["Location"] == "/ysd/items/YOUN002A/"


@pytest.mark.parametrize(
    ("path", "words"), [("items/TEAM004A/", "Item TEAM004A"), ("categories/consent_answer/", "consent_answer")]
)
def test_removed_part_says_which_revision_removed_it(site: Site, path: str, words: str) -> None:
    text = site.text(path, status=410)
    assert words in text
    assert f"/ysd/revisions/{site.shas[2]}/" in text
    assert site.text(path, at="1.1.0")


def test_unknown_part_is_not_found(site: Site) -> None:
    for path in UNKNOWN:
        assert "Page not found" in site.text(path, status=404), path


def test_version_that_was_never_published_is_not_found(site: Site) -> None:
    for path, version in product(["", "items/YOUN001A/", "downloads/ysd.csv"], NEVER):
        assert "has no published version" in site.text(path, status=404, at=version), (path, version)


@pytest.mark.django_db
def test_standard_that_is_not_here_is_not_found(site: Site) -> None:
    answer = site.client.get("/other/objects/")
    assert answer.status_code == 404
    assert "No standard called" in answer.content.decode()
