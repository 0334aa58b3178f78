"""The pages of matrices, their files, and findings over revisions, which a job counts."""

from __future__ import annotations

import csv
import io

import pytest

from specs_app.access import PORTAL
from specs_app.freshness import states
from specs_app.models import RevisionQuality
from specs_app.publishing import quality_counts
from specs_app.publishing.quality_counts import count_findings, counted, look_for_uncounted
from specs_app.queries import at
from tests.integration.pages.conftest import Site
from tests.jobs import run_due


@pytest.mark.one_database
def test_matrix_has_a_name_for_every_row_and_column(site: Site) -> None:
    for name, noun in (("items-returns", "Item"), ("items-systems", "Item"), ("objects-systems", "Object")):
        text = site.text(f"matrices/{name}/")
        assert f'<th scope="col">{noun}</th>' in text
        assert text.count('<th scope="row">') > 10
        assert 'tabindex="0" role="region"' in text
    assert "Larchway: " not in text


@pytest.mark.one_database
def test_filters_stay_in_the_address_of_other_pages_and_files(site: Site) -> None:
    text = site.text("matrices/items-systems/", object="ysd_team", cms="larchway", gaps="yes", at=site.shas[0])
    assert "/ysd/matrices/items-systems.xlsx?object=ysd_team&amp;cms=larchway&amp;gaps=yes&amp;at=" in text
    assert "TEAM001A" not in text  # its body fills it
    assert "TEAM002A" in text
    assert "Nothing fits these filters" in site.text("matrices/items-returns/", q="no such words")


@pytest.mark.one_database
def test_file_has_all_that_fits(site: Site) -> None:
    answer = site.client.get("/ysd/matrices/items-systems.csv", {"object": "ysd_team", "cms": "larchway"})
    head, first, *_ = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ysd-items-systems.csv"'
    assert head[5:] == ["larchway", "larchway_source", "larchway_status", "larchway_held"]
    assert first[:2] == ["TEAM001A", "team_team_id"]
    assert first[3:7] == ["ysd_team", first[4], "body", "TEAM_CODE"]
    again = site.client.get("/ysd/matrices/items-systems.csv", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert site.client.get("/ysd/matrices/objects-systems.xlsx").content.startswith(b"PK")
    for wrong in ("nothing.csv", "items-returns.exe", "nothing/"):
        site.text(f"matrices/{wrong}", status=404)


@pytest.mark.one_database
def test_rest_refuses_what_it_does_not_know_and_names_what_it_does(site: Site) -> None:
    rest = "/api/v1/specifications/ysd/matrices/items-returns/"
    refused = {
        "cms": "Known are: domain, object, return",
        "return": "Known are: Draft2, LPR",
        "gaps": "Known are: true",
    }
    for name, words in refused.items():
        answer = site.client.get(rest, {name: "x"})
        assert answer.status_code == 400
        assert words in answer.json()["detail"]


def test_findings_are_counted_once_a_revision_and_pages_are_told(site: Site) -> None:
    def course() -> list[int]:
        specification, version = at("ysd", viewer=PORTAL)
        return [one.number for one in counted(specification, version)]

    newest = site.specification.revisions.count()
    assert course() == [newest]
    before = states()["ysd"]
    look_for_uncounted.call()
    assert run_due() == 1
    assert course() == list(range(newest, 0, -1))
    assert states()["ysd"] != before
    assert "Findings over revisions" in site.text("quality/")
    kept = set(RevisionQuality.objects.values_list("pk", flat=True))
    count_findings.call("ysd")
    look_for_uncounted.call()
    assert (run_due(), set(RevisionQuality.objects.values_list("pk", flat=True))) == (0, kept)


@pytest.mark.one_database
def test_findings_are_counted_again_under_other_rules(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    count_findings.call("ysd")
    kept = set(RevisionQuality.objects.values_list("pk", flat=True))
    monkeypatch.setattr(quality_counts, "edition", lambda: "others")
    count_findings.call("ysd")
    assert kept.isdisjoint(RevisionQuality.objects.values_list("pk", flat=True))


@pytest.mark.one_database
def test_course_ends_at_the_version_that_is_read(site: Site) -> None:
    count_findings.call("ysd")
    answer = site.client.get("/api/v1/specifications/ysd/charts/quality/", {"at": site.shas[1]})
    assert [row["revision"] for row in answer.json()["results"]] == [site.shas[1], site.shas[0]]
    assert "immutable" not in answer.headers["Cache-Control"]
