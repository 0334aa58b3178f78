"""A hand-written body on pages, in REST, in search, in comparisons and in its history; also one as long as a body may be."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.test import Client

from specs_app.document.extracts import LONGEST
from specs_app.models import Specification
from specs_app.projection.project import rows_differ
from specs_app.versions.resolve import current
from tests.corpus_files import example_repository
from tests.integration.pages.conftest import Site
from tests.published import publish
from tests.recorded import as_before

BODY = "data/cms/larchway/ysd_team.sql"
BUILD = "data/cms/larchway/ysd_team.quayside.sql"
LONG = "data/cms/kestrel/ysd_venue.sql"
FIRST = b"""-- Scope: all, because teams are few
SELECT
    t.TEAM_CODE AS team_team_id,
    t.TEAM_NAME AS team_title
FROM dbo.ORG_TEAM t
"""
SECOND = b"""-- Scope: all, because teams are few
-- Whether marmalade is served is asked of the partners.
SELECT
    t.TEAM_CODE AS team_team_id,
    UPPER(t.TEAM_NAME) AS team_title,
    CASE WHEN p.ORG IS NULL THEN 0 ELSE 1 END AS team_partner,
    NULL AS team_email
FROM dbo.ORG_TEAM t
LEFT JOIN dbo.PARTNER p ON p.TEAM_CODE = t.TEAM_CODE
"""
PADDING = b"-- Nothing is said by this line, of which there are very many so that the text is long.\n"
LARGE = b"-- Scope: all\nSELECT venue_key AS venu_venue_id FROM offer.venue\n"


@pytest.fixture
def bodies(db: None, client: Client) -> Site:
    """The first revision has one body; the second another text of it, one for a local build, and a very long one."""
    first = {**example_repository(), BODY: FIRST}
    large = LARGE + PADDING * ((LONGEST - len(LARGE)) // len(PADDING))
    second = {**first, BODY: SECOND, BUILD: b"SELECT 1 AS team_team_id,\n  (oops\n", LONG: large}
    source = as_before("two with bodies", lambda folder: publish(folder, "ysd", (first, second), tags=["v1", "v2"]))
    found = Specification.objects.get(slug="ysd")
    shas = found.revisions.order_by("number").values_list("sha", flat=True)
    return Site(found, client, tuple(shas)[:2], source)


def test_page_tells_what_a_body_fills_reads_and_leaves_out(bodies: Site) -> None:
    page = bodies.text("extracts/larchway/ysd_team/")
    for words in (
        "Fills 3 of 4 items. Rows that it takes: all, because teams are few.",
        "UPPER(t.TEAM_NAME)",
        "Nothing: it stays NULL",
        "dbo.PARTNER",
        "dbo.PARTNER (as p) where p.TEAM_CODE = t.TEAM_CODE; rows without a match are kept",
        'id="line-7" data-line="7">    NULL AS team_email</span>',
        "/ysd/downloads/sql/larchway-tsql.sql",
        "SQL of Larchway Casework for ysd_team: column team_partner added",
    ):
        assert words in page.replace("<wbr>", "")
    old = bodies.text("extracts/larchway/ysd_team/", at=bodies.shas[0])
    assert "Fills 2 of 4 items" in old
    assert "UPPER" not in old


def test_faults_of_a_build_are_told_by_line_and_the_lists_count_them(bodies: Site) -> None:
    page = bodies.text("extracts/larchway/ysd_team/quayside/")
    assert '<a class="govuk-link" href="#line-2">Line 2:' in page
    assert "Scripts leave this SQL out" in page
    assert "Not used" in bodies.text("extracts/")
    assert "kestrel" not in bodies.text("extracts/larchway/").split("<main")[1]
    assert 'href="/ysd/extracts/larchway/"' in bodies.text("cms/larchway/")
    assert 'href="/ysd/extracts/larchway/ysd_team/quayside/"' in bodies.text("extracts/larchway/")
    assert 'href="/ysd/extracts/larchway/ysd_team/"' in bodies.text("objects/ysd_team/")
    bodies.text("extracts/nowhere/", status=404)
    bodies.text("extracts/larchway/ysd_venue/", status=404)
    bodies.text("extracts/larchway/ysd_team/quayside/", status=404, at=bodies.shas[0])


def test_history_tells_a_body_and_not_its_builds(bodies: Site) -> None:
    page = bodies.text("extracts/larchway/ysd_team/history/")
    assert "The SQL changed" in page
    assert "Column team_partner added" in page
    assert "oops" not in page
    assert "0 entries" in bodies.text("extracts/larchway/ysd_team/history/", at=bodies.shas[0])
    told = bodies.client.get("/api/v1/specifications/ysd/extracts/larchway/ysd_team/quayside/history/").json()
    assert [(entry["key"], entry["before"]) for entry in told["results"]] == [("", None)]
    bodies.text("extracts/larchway/ysd_venue/history/", status=404)


def test_history_of_a_system_tells_its_bodies_and_no_other(bodies: Site) -> None:
    told = bodies.client.get("/api/v1/specifications/ysd/cms/larchway/history/").json()["results"]
    addresses = {entry["address"] for entry in told}
    assert {"extracts/larchway/ysd_team", "extracts/larchway/ysd_team/quayside"} <= addresses
    assert not any("kestrel" in address for address in addresses)
    first = bodies.client.get("/api/v1/specifications/ysd/cms/larchway/history/", {"at": bodies.shas[0]}).json()
    assert not any(entry["address"].startswith("extracts/") for entry in first["results"])
    assert "/ysd/extracts/larchway/ysd_team/" in bodies.text("cms/larchway/history/")


def test_comparison_shows_lines_and_no_form_of_it_a_whole_script(bodies: Site) -> None:
    page = bodies.text("compare/1...2/").replace("<wbr>", "")
    assert "SQL of Larchway Casework for ysd_team: column team_title from another source" in page
    assert "LEFT JOIN dbo.PARTNER p ON p.TEAM_CODE = t.TEAM_CODE" in page
    assert "more lines not shown here" in page
    assert len(page) < 150_000
    rest = "/api/v1/specifications/ysd/diff/"
    markdown = bodies.client.get(rest, {"from": "1", "to": "2", "format": "md"}).content.decode()
    assert "\n  +    UPPER(t.TEAM_NAME) AS team_title,\n" in markdown
    assert len(markdown) < 60_000
    table = bodies.client.get(rest, {"from": "1", "to": "2", "format": "csv"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == len(bodies.client.get(rest, {"from": "1", "to": "2"}).json()["changes"])
    assert max(len(cell) for row in rows for cell in row.values()) < 9_000
    assert bodies.client.get(rest, {"from": "1", "to": "2", "format": "xlsx"}).status_code == 200
    assert "column team_title" in bodies.text(f"revisions/{bodies.shas[1]}/").replace("<wbr>", "")
    assert "oops" not in bodies.text("compare/1...2/", object="ysd_venue")


def test_rest_gives_lists_and_one_body(bodies: Site) -> None:
    root = "/api/v1/specifications/ysd/extracts/"
    told = bodies.client.get(root).json()
    assert [(one["cms"], one["object"], one["variant"]) for one in told["results"]] == [
        ("kestrel", "ysd_venue", None),
        ("larchway", "ysd_team", None),
        ("larchway", "ysd_team", "quayside"),
    ]
    assert bodies.client.get(f"{root}larchway/").json()["count"] == 2
    one = bodies.client.get(f"{root}larchway/ysd_team/")
    body = one.json()
    assert body["sql"] == SECOND.decode()
    assert body["columns"][1] == {
        "name": "team_title",
        "item_ref": "TEAM002A",
        "source": "UPPER(t.TEAM_NAME)",
        "filled": True,
    }
    assert body["columns"][3]["filled"] is False
    assert body["reads"] == {"own": [], "system": ["dbo.ORG_TEAM", "dbo.PARTNER"]}
    assert body["scope"] == "all, because teams are few"
    assert body["html_url"].endswith("/ysd/extracts/larchway/ysd_team/")
    assert bodies.client.get(f"{root}larchway/ysd_team/", headers={"if-none-match": one["ETag"]}).status_code == 304
    build = bodies.client.get(f"{root}larchway/ysd_team/quayside/").json()
    assert [(found["line"], found["severity"]) for found in build["problems"]] == [(2, "error")]
    assert bodies.client.get(f"{root}larchway/ysd_team/?at={bodies.shas[0]}").json()["sql"] == FIRST.decode()
    assert bodies.client.get(f"{root}larchway/ysd_team/quayside/?at={bodies.shas[0]}").status_code == 404
    rows = list(csv.DictReader(io.StringIO(bodies.client.get(f"{root}?format=csv").content.decode())))
    assert [row["filled"] for row in rows] == ["1", "3", "0"]
    assert "sql" not in rows[0]
    exported = json.loads(bodies.client.get("/api/v1/specifications/ysd/export/json").getvalue())
    assert len(exported["extracts"]) == 3


def test_search_finds_comments_and_names_of_bodies(bodies: Site, tmp_path: Path) -> None:
    found = bodies.client.get("/api/v1/specifications/ysd/search/?q=marmalade").json()["results"]
    assert [(hit["kind"], hit["key"]) for hit in found] == [("extract", "larchway/ysd_team")]
    assert found[0]["html_url"].endswith("/ysd/extracts/larchway/ysd_team/")
    assert "/ysd/extracts/larchway/ysd_team/" in bodies.text("search", q="partner_org marmalade")
    assert "/ysd/extracts/" not in bodies.text("search", q="marmalade", at=bodies.shas[0]).split("<main")[1]
    assert rows_differ(bodies.specification, current(bodies.specification)) == []
