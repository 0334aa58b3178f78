"""The search page: the current version through its index, an earlier one word by word."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertRedirects

from tests.integration.pages.conftest import Site


def test_search_finds_an_item_and_marks_the_word(
    site: Site, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(12):
        text = site.text("search", q="nickname")
    assert '<a class="govuk-link" href="/ysd/items/YOUN005A/">Nickname <code' in text
    assert ">youn_nickname</code>" in text
    assert "<mark>Nickname</mark>" in text


def test_search_shows_the_place_of_the_word_in_long_guidance(site: Site) -> None:
    assert "<mark>merge</mark> them in the source system" in site.text("search", q="merge")


def test_search_at_an_earlier_revision_finds_what_was_said_then(site: Site) -> None:
    then = site.text("search", q="family name", at="1.0.0")
    assert '/ysd/items/YOUN002A/?at=1.0.0">Family name <code' in then
    assert "TEAM004A" in site.text("search", q="mailbox", at=site.shas[0])
    assert "TEAM004A" not in site.text("search", q="mailbox")


def test_search_without_words_asks_for_them(site: Site) -> None:
    text = site.text("search")
    assert 'name="q"' in text
    assert "result" not in text


def test_search_that_finds_nothing_says_what_to_do(site: Site) -> None:
    assert "Nothing found" in site.text("search", q="zebra crossing quagga")


def test_search_for_a_misspelt_word_answers_for_the_right_one_and_says_so(site: Site) -> None:
    for version in ({}, {"at": "1.0.0"}):
        text = site.text("search", q="yuon_nickname", **version)
        assert "for “youn_nickname”; you typed “yuon_nickname”" in text
        assert "<title>youn_nickname - Search" in " ".join(text.split())
        assert ">youn_nickname</code></a></h2>" in text, version

    assert "1 result for “YOUN005A”; you typed “YOUN05A”" in site.text("search", q="YOUN05A")


def test_search_says_why_it_found_something(site: Site) -> None:
    assert "<li>In its name</li>" in site.text("search", q="nickname")
    assert "Was called: youn_family_name" in plain(site.text("search", q="youn_family_name"))
    assert "youn_last_name</code></a></h2>" in site.text("search", q="youn family name")


def test_search_is_narrowed_by_links_and_says_what_it_does_not_know(site: Site) -> None:
    everything = site.text("search", q="team")
    assert 'href="/ysd/search?q=team&amp;kind=object" rel="nofollow">Object</a>' in everything
    objects = site.text("search", q="team", kind="object")
    assert '<span class="govuk-visually-hidden">Take back </span>Kind: Object' in objects
    assert 'name="kind" value="object"' in objects
    assert '<a class="govuk-link" href="/ysd/items/' not in objects
    assert "There is no domain “zebra” here." in site.text("search", q="team", domain="zebra")
    assert "Nothing that fits all of these choices" in site.text("search", q="nickname", kind="return")


def test_search_takes_anything(site: Site) -> None:
    for words in ('"', "'", "* OR *", "NEAR(", "a" * 100_000, "<script>alert(1)</script>", "%", "é́", "🙂"):
        assert "<script>alert" not in site.text("search", q=words)


def test_a_null_character_is_a_bad_request_on_every_page(site: Site) -> None:
    for path, name in (("search", "q"), ("", "at"), ("items/", "object")):
        assert "href" in site.text(path, status=400, **{name: "\x00"})


@pytest.mark.parametrize(
    "words", ["YOUN005A", "youn005a", " ysd_young_person.youn_nickname ", "YSD_Young_Person.Youn_Nickname"]
)
def test_exact_reference_leads_straight_to_the_item(site: Site, words: str) -> None:
    assertRedirects(site.client.get("/ysd/search", {"q": words}), "/ysd/items/YOUN005A/")


def test_exact_reference_of_an_earlier_version_leads_to_the_item_then(site: Site) -> None:
    answer = site.client.get("/ysd/search", {"q": "team004a", "at": site.shas[0]})
    assertRedirects(answer, f"/ysd/items/TEAM004A/?at={site.shas[0]}")


@pytest.mark.parametrize("words", ["YSD-0002", " ysd-0002 "])
def test_exact_number_leads_straight_to_the_earlier_change(site: Site, words: str) -> None:
    assertRedirects(site.client.get("/ysd/search", {"q": words}), "/ysd/changes/YSD-0002/")
    answer = site.client.get("/ysd/search", {"q": words, "at": "1.0.0"})
    assertRedirects(answer, "/ysd/changes/YSD-0002/?at=1.0.0")


def test_search_finds_an_earlier_change_by_its_words(site: Site) -> None:
    for version in ({}, {"at": "1.0.0"}):
        text = site.text("search", q="job without training", **version)
        assert 'Change request <span class="portal-code">YSD-0002</span>' in text
        assert "/ysd/changes/YSD-0002/" in text
        assert "<mark>Job</mark> <mark>without</mark> <mark>training</mark> has a code" in text


def test_search_leads_on_to_the_change_requests_with_its_words(site: Site) -> None:
    text = site.text("search", q="a&b+c#d é")
    assert 'href="/ysd/changes/?q=a%26b%2Bc%23d+%C3%A9"' in text


def test_number_of_a_change_may_be_typed_otherwise(site: Site) -> None:
    assert 'Change request <span class="portal-code">YSD-0002</span>' in site.text("search", q="YSD-002")


def plain(page: str) -> str:
    """The text of a page without its marks."""
    return re.sub(r"</?mark>", "", page)


def test_search_with_a_slash_leads_to_the_search_with_its_words(site: Site) -> None:
    answer = site.client.get("/ysd/search/?q=a+b&at=1.0.0")
    assertRedirects(answer, "/ysd/search?q=a+b&at=1.0.0", status_code=301)


def test_search_with_a_slash_of_no_standard_is_missing(site: Site) -> None:
    assert site.client.get("/zzz/search/").status_code == 404
