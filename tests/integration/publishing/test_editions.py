"""What a version is called is the same in every output: a release by its number, what lies behind it by the number and the changes
since, and what has no tag by its revision. A tag may come later, without a revision: then every output says the new name."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.actions.releases import mend_releases
from specs_app.models import Specification
from specs_app.projection.authorship import Authorship
from specs_app.repository.references import of_tag
from specs_app.repository.rows import Rows
from specs_app.versions.releases import edition_of, releases_of, standing_of, standings_of
from tests.corpus_files import example_repository
from tests.published import Files, edited, publish
from tests.recorded import as_before
from tests.typesetting import needs_pango

REST = "/api/v1/specifications/ysd/"
HISTORY = "data/ysd_version_history.yml"
ITEM = "items/YOUN002A/"
TOLD = b"""current_version: "1.2.0"
releases:
  - version_number: "1.2.0"
    release_date: "2026-03-02"
    includes_changes: >
      A <b>second</b> step.
    impacts_cms_deployment:
      - "larchway"
  - version_number: "1.1.0"
    release_date: "2026-02-01"
    includes_changes: |
      ysd_team
      - Team email: added
      - Team name: reworded
    impact_description: Teams are counted anew.
  - version_number: "0.9"
    release_date: "some day"
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The example in three revisions, the first of them tagged 1.1.0; its version history tells of 1.2.0 and 0.9 besides."""

    specification: Specification
    client: Client
    shas: tuple[str, ...]

    def page(self, path: str, status: int = 200, **query: str) -> str:
        answer = self.client.get(f"/ysd/{path}", query)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return answer.content.decode()

    def rest(self, path: str = "", status: int = 200, **query: str) -> dict:
        answer = self.client.get(f"{REST}{path}", query)
        assert answer.status_code == status, f"{path}: {answer.status_code}"
        return dict(answer.json())

    def tag(self, name: str, sha: str) -> None:
        """Let a tag come as it comes from a source: without a revision."""
        Rows(self.specification).set_refs({of_tag(name): sha})
        mend_releases(self.specification, Authorship(self.specification.revisions.get(sha=sha)))


def three() -> tuple[Files, Files, Files]:
    """The files of the revisions."""
    first = {**example_repository(), HISTORY: TOLD}
    person, team = "data/objects/ysd_young_person.yml", "data/objects/ysd_team.yml"
    second = edited(first, person, ("It stays the same", "It never changes"))
    return first, second, edited(second, team, ("email", "mail"))


@pytest.fixture
def shelf(db: None, client: Client) -> Shelf:
    as_before("three editions", lambda folder: publish(folder, "ysd", three(), tags=["v1.1.0"]))
    found = Specification.objects.get(slug="ysd")
    return Shelf(found, client, tuple(found.revisions.order_by("number").values_list("sha", flat=True)))


def said(shelf: Shelf, **at: str) -> dict[str, str]:
    """What each output that is made at once calls a version."""
    pages = {path: shelf.page(path, **at) for path in ("", ITEM)}
    script = shelf.page("downloads/sql/larchway-tsql.sql", **at)
    export = json.loads(b"".join(shelf.client.get("/ysd/downloads/ysd.json", at).streaming_content))  # type: ignore[attr-defined]
    book = zipfile.ZipFile(io.BytesIO(shelf.client.get("/ysd/downloads/ysd.xlsx", at).content))
    written = io.StringIO()
    call_command("generate_sql", "ysd", "--cms", "larchway", *(["--at", at["at"]] if at else []), stdout=written)
    rest = shelf.client.get(f"{REST}sql/larchway/", at).content.decode()
    return {
        "overview": _after(r"(?:Version|The version|Revision) ?(.*?), published by", pages[""]),
        "item": _after(r"Youth Services Dataset, (?:version |the version )?(.*?): YOUN002A", pages[ITEM]),
        "script": _after(r"-- Release: (.*)", script),
        "command": _after(r"-- Release: (.*)", written.getvalue()),
        "script in REST": _after(r"-- Release: (.*)", rest),
        "json": export["version"],
        "xlsx": _after(r"Dataset, (?:version |the version )?(.*?)</dc:title>", book.read("docProps/core.xml").decode()),
        "REST": shelf.rest(**at)["version"],
    }


def _after(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1].strip() if found else f"nothing like {pattern}"


def test_every_output_calls_a_version_the_same(shelf: Shelf) -> None:
    first, second, third = shelf.shas
    named = {
        first: "1.1.0",
        second: f"1.1.0 and 1 change since (revision {second[:7]})",
        third: f"1.1.0 and 2 changes since (revision {third[:7]})",
    }
    for sha, called in named.items():
        assert set(said(shelf, at=sha).values()) == {called}
        assert f"You are reading version {called}" in shelf.page(ITEM, at=sha)
    assert set(said(shelf).values()) == {named[third]}
    assert set(said(shelf, at="1.1.0").values()) == {"1.1.0"}
    for path in ("", "items/"):
        assert f"Youth Services Dataset, version {named[third]}" in shelf.page("items/"), path


def test_a_tag_that_comes_without_a_revision_renames_every_output(shelf: Shelf) -> None:
    _, second, third = shelf.shas
    before = shelf.client.get(REST)
    shelf.tag("v1.3", second)
    assert set(said(shelf, at=second).values()) == {"1.3"}
    assert set(said(shelf).values()) == {f"1.3 and 1 change since (revision {third[:7]})"}
    again = shelf.client.get(REST, headers={"If-None-Match": before["ETag"]})
    assert (again.status_code, again.json()["latest_release"]) == (200, "1.3")
    shelf.tag("v1.4", third)
    assert set(said(shelf).values()) == {"1.4"}
    assert shelf.rest()["release"] == "1.4"


def test_standing_of_one_and_of_many_agree(shelf: Shelf) -> None:
    _, version = queries.at("ysd", viewer=PORTAL)
    specification = shelf.specification
    assert standings_of([specification]) == {specification.pk: standing_of(specification, version)}
    entry = shelf.client.get("/api/v1/specifications/").json()["results"][0]
    detail = shelf.rest()
    for key in ("version", "release", "latest_release"):
        assert entry[key] == detail[key], key
    assert (entry["release"], entry["latest_release"]) == (None, "1.1.0")


def test_what_the_settings_state_is_no_release_without_a_tag(db: None, client: Client, tmp_path: Path) -> None:
    found = publish(tmp_path / "source", "ysd", [example_repository()])
    detail = client.get(REST).json()
    stated = queries.at("ysd", viewer=PORTAL)[1].stated
    assert stated
    assert detail["version"] == f"after {stated} (revision {found.published_revision[:7]})"
    assert (detail["release"], detail["latest_release"]) == (None, None)
    assert f"The version after {stated} (revision" in client.get("/ysd/").content.decode()
    missing = client.get(f"{REST}releases/latest/")
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert "no release that can be read" in missing.json()["detail"]


@needs_pango
def test_pdf_says_it_on_its_cover_and_at_every_foot(shelf: Shelf, tmp_path: Path) -> None:
    _, second, _ = shelf.shas
    for at, called in (
        ("1.1.0", "Version 1.1.0"),
        (second, f"Version 1.1.0 and 1 change since (revision {second[:7]})"),
    ):
        target = tmp_path / "team.pdf"
        call_command("build_pdf", "ysd", "--object", "ysd_team", "--at", at, "-o", str(target), stdout=io.StringIO())
        pages = [" ".join(page.extract_text().split()) for page in PdfReader(target).pages]
        assert all(called in page for page in pages), at


def test_list_has_the_releases_that_are_told_and_those_that_can_be_read(shelf: Shelf) -> None:
    text = shelf.page("releases/")
    places = [text.index(f'href="/ysd/releases/{number}/"') for number in ("1.2.0", "1.1.0", "0.9")]
    assert places == sorted(places)
    assert text.count("(its text is not known here)") == 2
    assert "A &lt;b&gt;second&lt;/b&gt; step." in text
    assert f"/ysd/revisions/{shelf.shas[2]}/" in text


def test_page_of_a_release_with_a_text(shelf: Shelf) -> None:
    text = shelf.page("releases/1.1.0/")
    for words in (
        "<li>Team email: added</li>",
        "Teams are counted anew.",
        'href="/ysd/?at=1.1.0"',
        'href="/ysd/downloads/ysd.pdf?at=1.1.0"',
        'href="/ysd/downloads/sql/larchway-tsql.sql?at=1.1.0"',
        "v1.1.0",
        shelf.shas[0],
    ):
        assert words in text, words
    shelf.tag("v1.3", shelf.shas[1])
    assert 'href="/ysd/compare/1.1.0...1.3/"' in shelf.page("releases/1.3/")


def test_page_of_a_release_without_a_text_says_so_and_leads_nowhere(shelf: Shelf) -> None:
    text = shelf.page("releases/1.2.0/")
    assert "No tag says which revision it was" in text
    assert "A &lt;b&gt;second&lt;/b&gt; step." in text
    assert "It was made for: larchway." in text
    assert "?at=" not in text
    assert "The day of its release is not known" in shelf.page("releases/0.9/")
    shelf.page("releases/7/", status=404)


def test_reading_a_release_without_a_text_is_refused_by_its_name(shelf: Shelf) -> None:
    words = "Release 1.2.0 of 2 March 2026 is known, but its text is not: no tag says which revision it was"
    assert words in shelf.page(ITEM, status=404, at="1.2.0")
    for at in ("1.2.0", "v1.2.0"):
        assert words in shelf.rest("items/", status=404, at=at)["detail"]
    assert "Release 0.9 is known" in shelf.rest(status=404, at="0.9")["detail"]


def test_releases_in_rest(shelf: Shelf) -> None:
    told = shelf.rest("releases/")
    assert [entry["version"] for entry in told["results"]] == ["1.2.0", "1.1.0", "0.9"]
    assert (told["count"], told["next"]) == (3, None)
    later, read, odd = told["results"]
    assert (later["has_text"], later["sha"], later["tag"], later["date"]) == (False, None, None, "2026-03-02")
    assert (read["has_text"], read["sha"], read["tag"]) == (True, shelf.shas[0], "v1.1.0")
    assert read["words"] == "ysd_team\n- Team email: added\n- Team name: reworded"
    assert (odd["date"], later["systems"]) == (None, ["larchway"])
    assert shelf.rest("releases/1.2.0/") == later
    assert shelf.client.get(later["html_url"]).status_code == 200
    shelf.rest("releases/7/", status=404)
    rows = shelf.client.get(f"{REST}releases/", {"format": "csv"}).content.decode()
    assert [row["version"] for row in csv.DictReader(io.StringIO(rows))] == ["1.2.0", "1.1.0", "0.9"]


def test_latest_release_says_whether_it_is_newer_and_keeps_its_tag(shelf: Shelf) -> None:
    assert (shelf.rest("releases/latest/")["version"], shelf.rest("releases/latest/")["newer"]) == ("1.1.0", None)
    for since, newer in (("1.0", True), ("v1.0.9", True), ("1.1.0", False), ("1.1", False), ("2", False)):
        assert shelf.rest("releases/latest/", since=since)["newer"] is newer, since
    shelf.rest("releases/latest/", status=400, since="soon")
    latest = f"{REST}releases/latest/"
    etag = shelf.client.get(latest)["ETag"]
    shelf.tag("v1.0.5", shelf.shas[1])
    assert shelf.client.get(latest, headers={"If-None-Match": etag}).status_code == 304
    shelf.tag("v1.3", shelf.shas[2])
    answer = shelf.client.get(latest, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.json()["version"]) == (200, "1.3")


def test_feed_has_each_release_that_has_a_day(shelf: Shelf) -> None:
    answer = shelf.client.get("/ysd/releases/feed/")
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert re.findall(r"<title>Youth Services Dataset (.*?)</title>", text) == ["1.2.0", "1.1.0"]
    assert "<updated>2026-03-02T00:00:00+00:00</updated>" in text
    assert 'title="Releases of Youth Services Dataset" href="/ysd/releases/feed/"' in shelf.page("items/")


CANONICAL = re.compile(r'<link rel="canonical" href="https?://[^/"]+([^"]*)">')


def canonical(shelf: Shelf, path: str, **query: str) -> list[str]:
    return CANONICAL.findall(shelf.page(path, **query))


def test_each_page_has_one_address_for_those_who_list_pages(shelf: Shelf) -> None:
    first, second, third = shelf.shas
    assert canonical(shelf, ITEM) == [f"/ysd/{ITEM}"]
    assert canonical(shelf, ITEM, at=third) == [f"/ysd/{ITEM}"]
    assert canonical(shelf, ITEM, at=second[:9]) == [f"/ysd/{ITEM}?at={second}"]
    for name in ("1.1.0", "v1.1.0", first):
        assert canonical(shelf, ITEM, at=name) == [f"/ysd/{ITEM}?at=1.1.0"]
    assert canonical(shelf, "items/", page="2", other="x") == ["/ysd/items/?page=2"]
    assert canonical(shelf, "releases/1.1.0/") == ["/ysd/releases/1.1.0/"]


def test_what_is_said_of_a_release_joins_the_tag_and_the_version_history(shelf: Shelf) -> None:
    _, version = queries.at("ysd", viewer=PORTAL)
    known = {release.version: release for release in releases_of(shelf.specification, version)}
    assert known["1.1.0"].impact == "Teams are counted anew."
    assert known["1.1.0"].words.startswith("ysd_team")
    assert known["1.2.0"].date == date(2026, 3, 2)
    assert edition_of(shelf.specification, version).title.startswith("Version 1.1.0 and 2 changes since")
