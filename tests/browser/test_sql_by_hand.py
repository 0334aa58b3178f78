"""SQL that is written by hand: changed in a browser by a proposer, checked, voted on, published, and seen everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from specs_app.models import Specification
from tests.browser.test_journeys import sign_in
from tests.browser_fixtures import CheckAccessibility
from tests.drivers import World, example_world

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = """-- Scope: all, as teams are few
SELECT t.TEAM_CODE AS team_team_id, t.TEAM_NAME AS team_title
FROM dbo.ORG_TEAM t
"""
FAULTY = """-- Scope: all, as teams are few
SELECT t.TEAM_CODE AS team_team_id,
    UPPER(t.TEAM_NAME) AS team_name
FROM dbo.ORG_TEAM t
"""
BETTER = FAULTY.replace("AS team_name", "AS team_title").replace(
    "FROM dbo", "-- Larchway writes titles in any letters.\nFROM dbo"
)


@pytest.fixture
def world(transactional_db: None) -> World:
    made = example_world()
    made.published(({"action": "set_extract", "target": "larchway/ysd_team", "values": {"sql": FIRST}},), title="Teams")
    return made


def propose(page: Page, world: World, check_accessibility: CheckAccessibility) -> ChangeRequest:
    """From the page of the SQL to a proposal that is sent."""
    page.goto("/ysd/extracts/larchway/ysd_team/")
    expect(page.get_by_text("Fills 2 of 4 items.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Suggest a change to this SQL").click()
    sign_in(page, "pat")
    page.get_by_label("Change this SQL").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Give your proposal a short title").fill("Write titles of teams alike")
    page.get_by_label("What is wrong, or missing?").fill("Half of them are in small letters.")
    page.get_by_role("button", name="Save and continue").click()
    box = page.get_by_label("The SQL", exact=True)
    expect(box).to_have_value(FIRST)
    check_accessibility(page)
    box.fill(FAULTY)
    page.get_by_role("button", name="Check the SQL").click()
    found = page.get_by_role("region", name="What the check says")
    expect(found).to_contain_text("Line 3: ysd_team has no item team_name.")
    expect(found).to_contain_text("Column team_title is missing: it stays NULL.")
    expect(box).to_have_value(FAULTY)
    check_accessibility(page)
    assert not ChangeRequest.objects.get(title="Write titles of teams alike").edits.exists()
    page.get_by_label("The SQL", exact=True).fill(BETTER)
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("main")).to_contain_text(
        "SQL of Larchway Casework for ysd_team: column team_title from another"
    )
    expect(page.locator("main")).to_contain_text("The scripts change for ysd_team")
    check_accessibility(page)
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal sent")
    return ChangeRequest.objects.get(title="Write titles of teams alike")


def seen(page: Page, before: str, check_accessibility: CheckAccessibility) -> None:
    """The published SQL in the script, on its page, in its history, in the comparison and in the search."""
    now = Specification.objects.get(slug="ysd").published_revision
    script = page.request.get("/ysd/downloads/sql/larchway-tsql.sql").text()
    assert "UPPER(t.TEAM_NAME)" in script
    page.goto("/ysd/extracts/larchway/ysd_team/")
    expect(page.locator("#line-4")).to_have_text("-- Larchway writes titles in any letters.")
    expect(page.locator("#history ~ .moj-timeline").first).to_contain_text("Write titles of teams alike")
    page.goto("/ysd/extracts/larchway/ysd_team/history/")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("Write titles of teams alike")
    expect(page.locator("main")).to_contain_text("Column team_title changed")
    check_accessibility(page)
    page.goto(f"/ysd/compare/{before}...{now}/")
    expect(page.locator("main")).to_contain_text("column team_title from another source")
    expect(page.get_by_role("group", name="Lines of SQL that differ").first).to_contain_text("in any letters")
    check_accessibility(page)
    page.goto("/ysd/search?q=letters+larchway")
    page.get_by_role("link", name=re.compile("SQL of Larchway")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("SQL of Larchway Casework for Teams")
    page.goto("/ysd/extracts/")
    check_accessibility(page)


def test_changed_sql_is_checked_voted_on_published_and_seen_everywhere(
    page: Page, world: World, check_accessibility: CheckAccessibility
) -> None:
    before = Specification.objects.get(slug="ysd").published_revision
    change = propose(page, world, check_accessibility)
    world.vote_through(submissions.take("triage", change=change, by=world.people.secretariat))
    seen(page, before, check_accessibility)


def test_sql_is_written_for_an_object_without_javascript(plain_page: Page, world: World) -> None:
    page = plain_page
    page.set_viewport_size({"width": 375, "height": 740})
    page.goto("/ysd/objects/ysd_venue/")
    page.get_by_role("link", name="Suggest SQL for this object").click()
    sign_in(page, "pat")
    page.get_by_label("Give your proposal a short title").fill("Venues of Kestrel")
    page.get_by_label("What is wrong, or missing?").fill("Nothing fills them.")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_label("Kestrel Cloud").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("The SQL", exact=True).fill("DELETE FROM offer.venue")
    page.get_by_role("button", name="Check the SQL").click()
    expect(page.get_by_role("region", name="What the check says")).to_contain_text(
        "Line 1: This is no SELECT but DELETE"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("alert")).to_contain_text("This is no SELECT but DELETE")
    page.get_by_role("link", name=re.compile("^Change the edit Set the SQL of Kestrel Cloud for ysd_venue")).click()
    page.get_by_label("The SQL", exact=True).fill("-- Scope: all\nSELECT venue_key AS venu_venue_id FROM offer.venue")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal sent")
