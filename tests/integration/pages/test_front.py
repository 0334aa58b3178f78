"""The front door, the first page of a standard, and the pages that explain it."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.integration.pages.conftest import Site


def links_of(text: str) -> dict[str, str]:
    """Where each link of the main part leads, by its words; of equal words the first."""
    found: dict[str, str] = {}
    main = text.partition("<main")[2].partition("</main>")[0]
    for href, words in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', main, re.S):
        found.setdefault(" ".join(unescape(re.sub(r"<[^>]*>", "", words)).split()), unescape(href))
    return found


def test_front_door_shows_each_standard_with_its_mark_sentence_release_and_size(site: Site) -> None:
    text = site.client.get("/").content.decode()
    assert re.search(r'portal-tile[^>]*aria-hidden="true">YS<', text)
    assert "portal-identity--violet" in text
    assert "An invented standard that shows what the portal can do" in text
    assert "version 1.1.0 and 1 change since" in text
    assert re.search(r"\d+ objects, \d+ items, \d+ code lists", text)
    assert {"What waits for me", "Choose a subject", "Try the REST interface"} <= links_of(text).keys()


def test_front_door_asks_a_fixed_number_of_questions(
    site: Site, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/")
    with django_assert_num_queries(7, exact=False):
        client.get("/?x=1")


def test_from_the_overview_all_is_within_three_clicks(site: Site) -> None:
    home = links_of(site.text(""))
    subject = links_of(site.client.get(home["Taking part"]).content.decode())
    assert subject["Attendance"] == "/ysd/objects/ysd_attendance/"
    assert site.client.get(home["Everything since 1.1.0"]).status_code == 200
    script = links_of(site.client.get(home["Kestrel Cloud"]).content.decode())
    answer = site.client.get(script["Download the script"])
    assert answer.status_code == 200
    assert b"CREATE TABLE" in answer.content
    assert home["Suggest a change"] == "/ysd/changes/new/"


def test_overview_of_a_release_leads_to_what_it_was(site: Site) -> None:
    text = site.text("", at="v1.1.0")
    home = links_of(text)
    assert home["Taking part"] == "/ysd/model/domains/participation/?at=v1.1.0"
    assert "/ysd/objects/?domain=participation&amp;at=v1.1.0" in text
    assert "Everything since 1.1.0" not in home


def test_glossary_and_how_to_read_tell_of_the_standard_itself(site: Site) -> None:
    words = site.text("glossary/")
    assert "Who came to what, and when." in words
    assert 'id="statuses"' in words
    reading = links_of(site.text("how-to-read/"))
    assert any(re.fullmatch(r"/ysd/items/[A-Z]+\d+A/", href) for href in reading.values())
    page = site.text("objects/")
    assert 'href="/ysd/glossary/"' in page
    assert 'href="/ysd/how-to-read/"' in page


def test_identity_is_the_same_in_rest(site: Site) -> None:
    told = {"short_name": "Youth Services", "mark": "YS", "colour": "violet", "hex": "#54409c"}
    assert site.client.get("/api/v1/specifications/ysd/").json()["identity"] == told
    assert site.client.get("/api/v1/specifications/").json()["results"][0]["identity"] == told
    rows = site.client.get("/api/v1/specifications/ysd/glossary/").json()["results"]
    assert {"group": "statuses", "term": "Backlog", "key": "B", "meaning": None} in rows


def test_what_fills_items_is_counted_in_four_ways_that_add_up(site: Site) -> None:
    for path, rows in (("", 3), ("cms/", 3), ("objects/ysd_team/", 3), ("cms/larchway/", 5)):
        text = site.text(path)
        ways = ("SQL by hand", "Mapping", "Said only (no source)", "Nothing said", "Items")
        columns = [re.findall(rf'<td[^>]*data-label="{re.escape(way)}">(\d+)', text) for way in ways]
        told = [tuple(map(int, row)) for row in zip(*columns, strict=True)]
        assert len(told) >= rows, path
        assert all(sum(row[:4]) == row[4] for row in told), path
        assert text.count('id="portal-pattern-held"') == 1, path


def test_signs_have_one_meaning_wherever_they_stand(site: Site) -> None:
    for path in ("how-to-read/", "objects/ysd_team/", "items/", "matrices/items-systems/"):
        text = re.sub(r"<[^>]*>", "", site.text(path))
        for words in ("■ SQL by hand", "● Mapping", "○ Said only (no source)", "– Nothing said"):
            assert words in text.replace("■S", "■ S").replace("●M", "● M").replace("○S", "○ S").replace("–N", "– N"), (
                path
            )
    assert "●" not in site.text("matrices/items-returns/")
