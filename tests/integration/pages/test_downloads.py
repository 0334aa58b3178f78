"""The files of a version: what they are called, what they hold, and that equal revisions give equal bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html import unescape

import pytest

from specs_app.models import Specification
from specs_app.tables.workbooks import MEDIA_TYPE
from tests.integration.pages.conftest import Site

pytestmark = pytest.mark.one_database


def test_every_file_on_the_page_can_be_had(site: Site) -> None:
    hrefs = re.findall(r'href="(/ysd/downloads/[^"?][^"]*)"', site.text("downloads/", at="1.0.0"))
    assert len(hrefs) > 20
    for href in map(unescape, hrefs):
        if ".pdf" not in href:
            answer = site.client.get(href)
            assert answer.status_code == 200, href
            assert answer.headers["Content-Disposition"].startswith("attachment; filename="), href


def test_files_hold_the_version_asked_for(site: Site) -> None:
    now, then = (json.loads(site.client.get("/ysd/downloads/ysd.json", {"at": at}).getvalue()) for at in ("", "1.0.0"))
    names = [{item["item_ref"]: item["name"] for item in found["items"]}["YOUN002A"] for found in (now, then)]
    assert names == ["youn_last_name", "youn_family_name"]


def test_yaml_is_the_files_as_they_are(site: Site) -> None:
    bundle = zipfile.ZipFile(io.BytesIO(site.client.get("/ysd/downloads/ysd-yaml.zip").content))
    assert "data/objects/ysd_team.yml" in bundle.namelist()
    assert "data/categories/consent_answer.yml" not in bundle.namelist()


def test_tables_of_one_object_and_one_code_list(site: Site) -> None:
    assert "TEAM001A" in site.client.get("/ysd/downloads/objects/ysd_team.csv").content.decode()
    assert (
        "attendance_mark" not in site.client.get("/ysd/downloads/categories/attendance_mark.csv").content.decode()[:20]
    )
    assert "value" in site.client.get("/ysd/downloads/categories/attendance_mark.csv").content.decode()


def test_script_names_the_revision(site: Site) -> None:
    script = site.client.get("/ysd/downloads/sql/larchway-tsql.sql", {"at": "1.0.0"}).content.decode()
    assert site.shas[0] in script
    assert "META-CONTAINER" in script


def test_list_can_be_taken_away_as_it_is_filtered(site: Site) -> None:
    page = site.text("items/", object="ysd_team", at="1.0.0")
    hrefs = [unescape(href) for href in re.findall(r'href="(/api/v1/[^"]*)"', page)]
    found = {href: site.client.get(href) for href in hrefs}
    assert {answer.headers["Content-Type"].partition(";")[0] for answer in found.values()} == {MEDIA_TYPE, "text/csv"}
    table = next(answer for answer in found.values() if answer.headers["Content-Type"].startswith("text/csv"))
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))
    assert {row["object"] for row in rows} == {"ysd_team"}
    assert all("at=1.0.0" in href for href in hrefs)
    assert "format=xlsx" not in site.text("items/", q="nothing says this")


def test_file_is_not_sent_again_to_who_has_it(site: Site) -> None:
    first = site.client.get("/ysd/downloads/ysd.csv", {"at": "1.0.0"})
    again = site.client.get("/ysd/downloads/ysd.csv", {"at": "1.0.0"}, headers={"If-None-Match": first.headers["ETag"]})
    newer = site.client.get("/ysd/downloads/ysd.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, newer.status_code) == (304, 200)
    assert again.headers["ETag"] == first.headers["ETag"]


def test_file_of_a_revision_by_its_whole_sha_is_never_asked_for_again(site: Site) -> None:
    sha = Specification.objects.get(slug="ysd").revisions.last().sha
    lasts = {at: site.client.get("/ysd/downloads/ysd.csv", {"at": at})["Cache-Control"] for at in ("", sha[:10], sha)}
    assert lasts == {"": "no-cache", sha[:10]: "no-cache", sha: "public, max-age=31536000, immutable"}
