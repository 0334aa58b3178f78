"""Every public page answers, says what it should, at every version, and asks the database a fixed number of times."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.integration.pages.conftest import Site

PAGES = [
    "",
    "objects/",
    "objects/ysd_young_person/",
    "items/",
    "items/YOUN001A/",
    "categories/",
    "categories/recorded_sex/",
    "cms/",
    "cms/larchway/",
    "returns/",
    "returns/PDR/",
    "quality/",
    "releases/",
    "downloads/",
]
MOST_QUERIES = 12


@pytest.mark.parametrize("path", PAGES)
def test_page_answers(site: Site, path: str, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        text = site.text(path)
    assert text.count("<h1") == 1


@pytest.mark.parametrize("path", PAGES)
def test_page_of_an_earlier_revision_says_so_and_keeps_to_it(
    site: Site, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        text = site.text(path, at=site.shas[0])
    assert f'You are reading revision <span class="portal-code">{site.shas[0][:7]}</span>' in text
    assert "Read the current version" in text
    assert f"/ysd/objects/?at={site.shas[0]}" in text


@pytest.mark.parametrize("path", PAGES)
def test_page_of_one_revision_is_the_same_every_time(site: Site, path: str) -> None:
    assert site.text(path, at=site.shas[1]) == site.text(path, at=site.shas[1])
