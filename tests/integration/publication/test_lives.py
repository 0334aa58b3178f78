"""Since when parts are there, their strip of time, and what is said of them once they are gone; by page and by REST."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from specs_app.actions.synchronisation import sync
from tests.factories import git
from tests.lives import Lives, lived

REST = "/api/v1/specifications/tin/"
POINT = re.compile(r'<li[^>]*>\s*<a class="govuk-link" href="([^"]*)"([^>]*)>(.*?)</a>\s*<span>(.*?)</span>', re.DOTALL)


@pytest.fixture
def lives(db: None) -> Lives:
    return lived()


def page(path: str, status: int = 200, **query: str) -> str:
    answer = Client().get(f"/tin/{path}", query)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode().replace("<wbr>", "")


def rest(path: str, status: int = 200, **query: str) -> Any:
    answer = Client().get(f"{REST}{path}", query)
    assert answer.status_code == status, answer.content
    return answer.json()


def strip(path: str, **query: str) -> list[tuple[str, str, str]]:
    """Of each point its link, what it is called and what it says; the one that is read in capitals."""
    nav = page(path, **query).partition('class="portal-life"')[2].partition("</nav>")[0]
    found = []
    for href, more, name, words in POINT.findall(nav):
        called = " ".join(re.sub(r"<[^>]*>", "", name).split())
        said = re.sub(r"<[^>]*>|\(you are reading this\)", "", words).strip()
        found.append((href, called.upper() if 'aria-current="page"' in more else called, said))
    return found


def test_part_is_there_since_the_first_release_that_has_it(lives: Lives) -> None:
    second, third = lives.shas[1:3]
    day = rest("items/VISI002A/", at=third)["since"]
    assert (day["release"], day["revision"]) == ("1.1.0", second)
    assert day["date"].startswith("20")
    assert rest("items/VISI001A/")["since"] is None
    assert "Since release 1.1.0" in page("items/VISI002A/", at="1.1.0")
    assert "From the start (before " in page("items/VISI001A/")


def test_part_that_no_release_has_yet_is_there_since_a_day(lives: Lives) -> None:
    second = lives.shas[1]
    found = rest("items/VISI002A/", at=second)["since"]
    assert (found["release"], found["revision"]) == (None, second)
    assert re.search(r"Since \d+ \w+ \d{4}", page("items/VISI002A/", at=second))


def test_another_name_or_reference_makes_a_part_no_younger(lives: Lives) -> None:
    found = {entry["item_ref"]: entry["since"] for entry in rest("items/")["results"]}
    assert (found["VISI030A"]["release"], found["VISI030A"]["revision"]) == ("1.1.0", lives.shas[2])
    assert rest("objects/tin_call/")["since"] is None
    assert {entry["name"]: entry["since"] for entry in rest("objects/")["results"]}["tin_call"] is None


def test_code_is_there_since_it_came_into_its_list(lives: Lives) -> None:
    codes = {code["value"]: code["since"] for code in rest("categories/sex/")["values"]}
    assert (codes["F"], codes["X"]["release"], codes["X"]["revision"]) == (None, "1.1.0", lives.shas[1])
    assert ">the start<" in page("categories/sex/")
    assert re.search(r"<td[^>]*>1\.1\.0\s*</td>", page("categories/sex/"))


def test_lists_and_tables_say_it_too(lives: Lives) -> None:
    for path in ("items/", "objects/tin_call/"):
        assert re.search(r">since 1\.1\.0\s*</span>", page(path)), path
    rows = {
        row["item_ref"]: row
        for row in csv.DictReader(io.StringIO(Client().get(f"{REST}items/?format=csv").content.decode("utf-8-sig")))
    }
    assert (rows["VISI030A"]["since_release"], rows["VISI030A"]["since_revision"]) == ("1.1.0", lives.shas[2])
    assert rows["VISI001A"]["since_release"] == ""


def test_strip_tells_what_each_release_did_and_leads_to_the_page_as_it_was(lives: Lives) -> None:
    sixth, seventh = lives.shas[5:7]
    object_page = strip("objects/tin_call/")
    assert [(href, words) for href, _, words in object_page] == [
        ("/tin/objects/tin_visit/?at=1.0.0", "there from the start"),
        ("/tin/objects/tin_visit/?at=1.1.0", "changed 2 times"),
        ("/tin/objects/tin_visit/?at=2.0.0", "changed 2 times"),
        (f"/tin/objects/tin_call/?at={sixth}", "renamed"),
        (f"/tin/objects/tin_call/?at={seventh}", "changed"),
    ]
    assert [name for _, name, _ in object_page[:3]] == ["Release 1.0.0", "Release 1.1.0", "Release 2.0.0"]
    assert [name.isupper() for _, name, _ in object_page] == [False, False, False, False, True]
    for href, _, _ in object_page:
        assert Client().get(href).status_code == 200, href


def test_strip_of_an_item_tells_its_references_and_that_it_is_deprecated(lives: Lives) -> None:
    assert [(href, words) for href, _, words in strip("items/VISI030A/")] == [
        ("/tin/items/VISI003A/?at=1.1.0", "first appeared"),
        ("/tin/items/VISI030A/?at=2.0.0", "given another reference"),
        (f"/tin/items/VISI030A/?at={lives.shas[6]}", "changed"),
    ]
    third = lives.shas[2]
    assert strip("items/VISI002A/", at=third) == []  # one release alone
    assert "VISI002A" in page("items/VISI002A/", at=third)


def test_strip_ends_at_the_version_read(lives: Lives) -> None:
    second, fourth = lives.shas[1], lives.shas[3]
    assert [(name, words) for _, name, words in strip("objects/tin_visit/", at="1.1.0")] == [
        ("Release 1.0.0", "there from the start"),
        ("RELEASE 1.1.0", "changed 2 times"),
    ]
    assert [href for href, _, _ in strip("objects/tin_visit/", at=fourth)][-1] == f"/tin/objects/tin_visit/?at={fourth}"
    assert [href for href, _, _ in strip("objects/tin_visit/", at=second)][-1] == f"/tin/objects/tin_visit/?at={second}"
    assert strip("categories/sex/", at=lives.shas[0]) == []


def test_removed_item_says_what_to_use_when_it_went_and_by_which_release(lives: Lives) -> None:
    fifth = lives.shas[4]
    text = page("items/VISI002A/", status=410)
    assert 'href="/tin/items/VISI030A/"' in text
    assert f"/tin/revisions/{fifth}/" in text
    assert 'href="/tin/releases/2.0.0/"' in text
    gone = rest("items/VISI002A/", status=410)
    assert gone["replaced_by"] == "VISI030A"
    assert (gone["removed"]["revision"], gone["removed"]["release"]) == (fifth, "2.0.0")
    assert gone["removed"]["date"].startswith("20")


def test_part_that_was_not_there_yet_is_not_said_to_be_removed(lives: Lives) -> None:
    assert page("items/VISI002A/", status=404, at="1.0.0")
    assert rest("items/VISI002A/", status=404, at="1.0.0")["title"] == "Not Found"


@pytest.mark.parametrize(
    ("path", "at", "found"),
    [
        ("items/VISI003A/", "", "items/VISI030A/"),
        ("items/VISI030A/", "1.1.0", "items/VISI003A/"),
        ("objects/tin_visit/", "", "objects/tin_call/"),
        ("objects/tin_call/", "1.0.0", "objects/tin_visit/"),
        ("items/visi_date/", "1.1.0", "items/VISI003A/"),
    ],
)
def test_other_name_or_reference_leads_to_that_of_the_version(lives: Lives, path: str, at: str, found: str) -> None:
    query = {"at": at} if at else {}
    answer = Client().get(f"/tin/{path}", query)
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/tin/{found}" + (f"?at={at}" if at else ""))
    if path != "items/visi_date/":
        assert rest(path, status=410, **query)["replaced_by"] == found.split("/")[1]


def test_release_that_is_made_later_is_told_at_once(lives: Lives) -> None:
    second, third = lives.shas[1:3]
    path = f"{REST}items/VISI002A/"
    before = Client().get(path, {"at": third})
    known = {"If-None-Match": before["ETag"]}
    assert Client().get(path, {"at": third}, headers=known).status_code == 304
    git(lives.source, "tag", "v1.0.5", second)
    assert not sync(specification=lives.specification).problems
    again = Client().get(path, {"at": third}, headers=known)
    assert (before.json()["since"]["release"], again.json()["since"]["release"]) == ("1.1.0", "1.0.5")
    assert [name for _, name, _ in strip("items/VISI002A/", at=third)] == ["Release 1.0.5", "RELEASE 1.1.0"]


def test_answers_take_a_fixed_number_of_queries(
    lives: Lives, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for path, most in (("items/", 8), ("items/VISI030A/", 22), ("objects/tin_call/", 22), ("categories/sex/", 22)):
        page(path)
        with django_assert_max_num_queries(most):
            page(path)
    rest("items/")
    with django_assert_max_num_queries(4):
        rest("items/")
