"""The script of one council: questions, answers that go before its settings, the file by page and by REST, what is new in it."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from hashlib import sha256
from itertools import product

import pytest
from django.test import Client
from django.utils.http import urlencode

from specs_app.models import Specification
from tests.corpus_files import example_repository
from tests.councils import council_revisions
from tests.integration.pages.conftest import Site
from tests.published import publish
from tests.recorded import as_before
from tests.versions import published

REST = "/api/v1/specifications/ysd"


@pytest.fixture
def council(db: None, client: Client) -> Site:
    tags = ["v1.0.0", "v1.1.0"]
    source = as_before("councils", lambda folder: publish(folder, "ysd", council_revisions(), tags=tags))
    specification = Specification.objects.get(slug="ysd")
    shas = specification.revisions.order_by("number").values_list("sha", flat=True)
    return Site(specification, client, tuple(shas)[-3:], source)


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", page)).split())


def links(page: str, part: str) -> list[str]:
    return [html.unescape(found) for found in re.findall(r'href="([^"]*)"', page) if part in found]


def heading(page: str) -> str:
    return words(re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1])


def fields(page: str) -> dict[str, str]:
    """What the form of a question would send, as it is shown."""
    form = re.search(r'<form method="get" action="[^"]*my-sql/answer/" novalidate>.*?</form>', page, re.DOTALL)[0]
    found = re.findall(
        r'<input(?: type="hidden"| class="govuk-input[^"]*" id="[^"]*") name="([^"]*)" value="([^"]*)"', form
    )
    found += re.findall(r'name="([^"]*)" type="radio" value="([^"]*)" checked', form)
    return {name: html.unescape(text) for name, text in found}


def send(site: Site, page: str, **typed: str) -> tuple[str, str]:
    """Answers a question, and gives the address and the page that follow."""
    answer = site.client.get("/ysd/my-sql/answer/", {**fields(page), **typed})
    assert answer.status_code == 302
    return answer["Location"], site.client.get(answer["Location"]).content.decode()


# --- the questions ------------------------------------------------------------------------------------------------------------


def test_five_questions_lead_to_the_script(council: Site) -> None:
    page = council.text("my-sql/")
    assert heading(page) == "Which council is it for?"
    assert re.findall(r'<option value="(\w+)"', page) == ["332", "900", "931"]
    page = council.client.get(links(page, "ask=system")[0]).content.decode()
    steps = [("Question 1 of 5", {"system": "larchway"}), ("Question 2 of 5", {"dialect": "postgres"})]
    steps += [
        ("Question 3 of 5", {"source_schema": "lw", "schema": "Out put"}),
        ("Question 4 of 5", {"set.years": "3"}),
    ]
    steps += [("Question 5 of 5", {"as": "procedures", "rebuild": "keep"})]
    address = ""
    for step, typed in steps:
        assert step in words(page)
        address, page = send(council, page, **typed)
    assert address == (
        "/ysd/my-sql/?cms=larchway&dialect=postgres&source_schema=lw&schema=Out+put&as=procedures&rebuild=keep&set=years%3A3"
    )
    told = words(page)
    assert heading(page) == "The SQL for Larchway Casework"
    for said in (
        "Stored procedures",
        "Keep those that still fit",
        "Schema for the new tables Out put",
        "years 3 Your answer",
    ):
        assert said in told
    text = council.client.get(links(page, "/my-sql/script/")[0]).content.decode()
    assert '"out put".' in text
    assert "3 years" in text


def test_choice_of_a_council_is_enough(council: Site) -> None:
    address, page = send(council, council.text("my-sql/"), la="332")
    assert address == "/ysd/my-sql/?la=332"
    told = words(page)
    assert heading(page) == "The SQL for East Vale"
    assert "Larchway Casework on SQL Server (T-SQL)" in told
    assert "HDM.Child_Social As the council's settings say" in told
    assert "years 4 As the council's settings say" in told
    assert "sub_years is 1: this version of the standard declares no parameter of that name" in told
    assert "Your answers go before" not in told
    assert links(council.text("authorities/332/"), "/my-sql/") == ["/ysd/my-sql/?la=332"]


def test_answer_goes_before_the_settings_and_the_page_says_so(council: Site) -> None:
    page = council.text("my-sql/?la=332&source_schema=Mine&set=years:2")
    assert "Schema that is read: you answered Mine, the settings say HDM.Child_Social" in words(page)
    assert "years: you answered 2, the settings say 4" in words(page)
    text = council.client.get(links(page, "/my-sql/script/")[0]).content.decode()
    assert "[Mine]." in text
    assert "Child_Social" not in text
    assert "DATEADD(YEAR, -2" in text
    assert "[ysd_live]." in text, "what is not answered is as the settings say"


def test_change_of_one_answer_leads_back_to_the_script(council: Site) -> None:
    page = council.text("my-sql/?la=332&since=1.0.0")
    change = links(page, "ask=places")[0]
    page = council.client.get(change).content.decode()
    assert "Question" not in words(page).replace("answer the questions", "")
    address, page = send(council, page, schema="other")
    assert address == "/ysd/my-sql/?la=332&schema=other&since=1.0.0"
    assert heading(page) == "The SQL for East Vale"


def test_system_that_is_not_registered_is_asked_for(council: Site) -> None:
    page = council.text("my-sql/?la=931")
    assert heading(page) == "Which case management system does it run?"
    assert "call its system 'Something of its own', which is none of these" in words(page)
    address, page = send(council, page, system="kestrel", ask="script")
    assert address == "/ysd/my-sql/?la=931&cms=kestrel"
    assert "System: you answered Kestrel Cloud, the settings say Something of its own" in words(page)


# --- what will not do ---------------------------------------------------------------------------------------------------------

HOSTILE = [
    ("la=999", "There is no authority '999' here", "#la"),
    ("la=332&cms=odd", "There is no system 'odd' here", "#system-1"),
    ("cms=larchway&dialect=mysql", "There is no database product 'mysql' here", "#dialect-1"),
    ("cms=larchway&variant=x", "There is no local build of Larchway Casework 'x' here", "#system-1"),
    ("cms=larchway&as=exe", "There is no form of a script 'exe' here", "#as-1"),
    ("cms=larchway&set=years:six", "The value of :years is not a whole number", "#value-1"),
    ("cms=larchway&set=years:6%3B+DROP+TABLE+x", "The value of :years is not a whole number", "#value-1"),
    ("cms=larchway&set=odd:1", "There is no parameter 'odd' here", "#main-content"),
    ("cms=larchway&schema=a%0Ab", "no usable identifier", "#schema"),
    ("cms=larchway&schema=$(x)", "no usable identifier", "#schema"),
    ("cms=larchway&source_schema=" + "x" * 200, "no usable identifier", "#source_schema"),
    ("ask=script", "Choose your council", "#la"),
    ("ask=product", "Choose the system", "#system-1"),
    ("la=332&since=9.9", "has no published version '9.9'", "#since"),
]


@pytest.mark.one_database
def test_what_will_not_do_is_an_error_at_its_field(council: Site) -> None:
    for query, said, href in HOSTILE:
        page = council.text(f"my-sql/?{query}", 400)
        assert said in words(page), query
        assert f'href="{href}"' in page, query
        assert f'id="{href[1:]}"' in page, query
        if "since" not in query:
            assert said in words(council.text(f"my-sql/script/?{query}", 400)) or "ask" in query, query


NAMES = ("x]; DROP TABLE children; --", '"; DROP TABLE children; --', "<img src=x>", "a.b")


@pytest.mark.one_database
def test_names_are_quoted_and_nothing_else(council: Site) -> None:
    for name, dialect in product(NAMES, ("tsql", "postgres")):
        query = urlencode({"cms": "larchway", "dialect": dialect, "schema": name})
        page = council.text(f"my-sql/?{query}")
        assert "<img src=x" not in page
        text = council.client.get(f"/ysd/my-sql/script/?{query}").content.decode()
        marked = f"[{name.replace(']', ']]')}]." if dialect == "tsql" else '"' + name.lower().replace('"', '""') + '".'
        assert marked in text
        assert "\nDROP TABLE children" not in text


def test_rest_refuses_with_what_is_known(council: Site) -> None:
    answer = council.client.get(f"{REST}/sql/larchway/?la=999&set=odd:1")
    assert answer.status_code == 400
    faults = {one["pointer"]: one["detail"] for one in answer.json()["errors"]}
    assert faults["/la"] == "There is no authority '999' here. Known are: 332, 900, 931."
    assert faults["/set"] == "There is no parameter 'odd' here. Known are: years."


# --- the file -----------------------------------------------------------------------------------------------------------------


FILES = ("cms=harbour", "la=332&dialect=postgres&schema=s&as=views", "la=332&as=files&rebuild=keep")


def test_checksum_is_that_of_the_file_which_rest_gives_too(council: Site) -> None:
    for query in FILES:
        page = council.text(f"my-sql/?{query}")
        scripts = links(page, "/my-sql/script/")
        assert len(scripts) == 2
        assert council.shas[-1] in scripts[0], "of this very version"
        answers = [council.client.get(address) for address in (*scripts, *links(page, "/sql/"))]
        assert len(answers) == 3
        assert len({answer.content for answer in answers}) == 1
        checksum = sha256(answers[0].content).hexdigest()
        assert checksum in page
        assert f"{len(answers[0].content):,} bytes" in page
        known = council.client.get(scripts[0], headers={"If-None-Match": f'"{checksum}"'})
        assert known.status_code == 304


def test_files_are_a_zip_with_a_manifest(council: Site) -> None:
    answer = council.client.get("/ysd/my-sql/script/?la=332&as=files")
    assert answer["Content-Type"] == "application/zip"
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    manifest = json.loads(bundle.read("manifest.json"))
    assert (manifest["authority"], manifest["cms"], manifest["revision"]) == ("332", "larchway", council.shas[-1])
    for file in manifest["files"]:
        assert sha256(bundle.read(file["name"])).hexdigest() == file["sha256"]
    assert [file["name"] for file in manifest["files"]] == bundle.namelist()[1:]
    whole = council.client.get("/ysd/my-sql/script/?la=332&as=script").content
    assert len(b"".join(bundle.read(file["name"]) for file in manifest["files"])) > len(whole) / 2


def test_page_tells_what_is_filled_and_which_rows(council: Site) -> None:
    told = words(council.text("my-sql/?la=332"))
    assert "filled by hand-written SQL 1" in told
    assert re.search(r"ysd_young_person : \D* 4 years", told), told
    assert "takes all that the source has: " in told
    before = words(council.text("my-sql/?la=332&at=1.0.0"))
    assert "filled by hand-written SQL 0" in before
    assert re.search(r"ysd_young_person : \D* 5 years", before)


# --- what is new --------------------------------------------------------------------------------------------------------------


def test_news_are_those_of_this_script(council: Site) -> None:
    page = words(council.text("my-sql/?la=332&since=1.0.0"))
    assert "Rename the column youn_family_name of table ysd_young_person" in page
    assert "Changed in shape, so dropped, made anew and filled: ysd_young_person ." in page
    assert "As they were, so emptied and filled anew: 11" in page
    other = words(council.text("my-sql/?cms=kestrel&since=1.0.0"))
    news = other[other.index("What is new") :]
    assert "ysd_team" not in news
    assert "332" not in re.findall(r"\w+", news)


def test_body_and_settings_of_the_council_are_news(council: Site) -> None:
    page = council.text("my-sql/?la=332&since=1.0.0")
    news = words(page[page.index('id="new"') :])
    assert "years" in news
    assert "larchway" in news.lower()
    same = words(council.text(f"my-sql/?la=332&since={council.shas[-1]}"))
    assert "Nothing has changed since" in same


def test_upgrade_keeps_what_still_fits(council: Site) -> None:
    page = council.text("my-sql/?la=332&since=1.1.0")
    upgrade = page[page.index('id="upgrade"') :]
    file = council.client.get(links(upgrade, "/my-sql/script/")[0]).content
    assert sha256(file).hexdigest() in upgrade
    assert b"are kept and filled anew" in file
    assert "Changed in shape" not in words(upgrade)
    views = council.text("my-sql/?la=332&as=views&since=1.1.0")
    assert "There is nothing to upgrade: views hold no rows" in words(views)


def test_pages_lead_to_it(council: Site) -> None:
    for path, query in (("", ""), ("downloads/", ""), ("cms/larchway/", "?cms=larchway"), ("cms/", "")):
        assert f"/ysd/my-sql/{query}" in links(council.text(path), "/my-sql/"), path


def test_standard_without_councils_begins_with_the_system(client: Client, db: None) -> None:
    files = {path: data for path, data in example_repository().items() if not path.startswith("la_config_files/")}
    published(files, "bare")
    page = client.get("/bare/my-sql/").content.decode()
    assert heading(page) == "Which case management system does it run?"
    assert "Question 1 of 4" in words(page)
    assert "Council" not in words(client.get("/bare/my-sql/?cms=larchway").content.decode())
