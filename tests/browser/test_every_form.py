"""Every form, from the entrance to the published standard: opened where people begin, filled by its labels, sent, voted on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from changes_app.proposals.forms.questions import FORMS
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.types import Document
from specs_app.models import Specification
from specs_app.versions.resolve import current
from tests.browser.test_journeys import sign_in
from tests.drivers import World, import_example, people

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Step:
    """One form: where one begins, which part it is about where that is asked, and answers by label.

    An answer is a text to write or an option to choose; True ticks a box or chooses a button, False unticks. ``opens`` are
    sections to unfold first.
    """

    form: str
    begin: str = ""
    which: str = ""
    answers: tuple[tuple[str, str | bool], ...] = ()
    opens: tuple[str, ...] = ()


PERSON = "object=ysd_young_person"
NAME = "item=YOUN002A"
VENUES = "-- Scope: all\nSELECT PLACE_CODE AS venu_venue_id FROM dbo.PLACE"
ADDED = (
    Step("system_sql", "cms=harbour", "Venues", (("The SQL", VENUES), ("For a local build only", "quay"))),
    Step("object_sql", "object=ysd_venue", "Larchway Casework", (("The SQL", VENUES),)),
    Step("add_category", answers=(("Name of the list", "bike_colour"), ("Codes", "1 = Red\n2 = Blue"))),
    Step("add_object", answers=(("Name", "ysd_bicycle"), ("Title", "Bicycles"), ("Description", "One row each."))),
    Step(
        "add_item",
        "object=ysd_bicycle",
        answers=(
            ("Name", "bicy_colour"),
            ("Definition", "Colour"),
            ("Type", "nvarchar"),
            ("Size", "1"),
            ("Code list", "Bike colour"),
            ("This system holds it", True),
            ("Table", "hb.bicycle"),
            ("Field", "colour"),
        ),
        opens=("How systems hold it", "Larchway Casework"),
    ),
    Step("add_value", "category=bike_colour", answers=(("Code", "3"), ("Meaning", "Green"))),
    Step(
        "add_relationship",
        PERSON,
        answers=(
            ("The item of this object that points", "youn_nickname"),
            ("The key it points at", "ysd_team.team_team_id"),
        ),
    ),
    Step("add_return", answers=(("Short name", "BIKE"), ("Title", "Bicycle count"), ("Sections", "Part 1\nPart 2"))),
    Step(
        "add_system",
        answers=(("Short name", "heron"), ("Name", "Heron"), ("Its reporting database", "PostgreSQL")),
    ),
    Step("add_domain", answers=(("Short name", "travel"), ("Title", "Travel"), ("Description", "On wheels."))),
    Step("add_status", answers=(("Short name", "X"), ("Title", "Given up"))),
    Step(
        "add_validator",
        answers=(("Short name", "at_most"), ("Description", "No more"), ("Arguments", "most = integer")),
    ),
    Step("add_datatype", answers=(("Short name", "plate"), ("Description", "A number plate"), ("Format", "AA99"))),
    Step("add_parameter", answers=(("Short name", "far_back"), ("Integer", True), ("Value", "6"))),
    Step(
        "add_join",
        answers=(
            ("System", "Larchway Casework"),
            ("Table", "WHEELS"),
            ("Reached from the table", "BICYCLES"),
            ("Columns that are equal", "NO = WHEEL_NO"),
            ("Each row meets at most one", True),
        ),
    ),
    Step("add_row_scope", answers=(("Object", "Teams"), ("Keys that stand for no row", "-1\n0"))),
    Step("add_lookup", answers=(("Item", "YOUN003A"), ("Codes", "m = 1"))),
)
CHANGED = (
    Step("wording", NAME, answers=(("Guidance", "The surname in use today."),)),
    Step(
        "item_returns",
        NAME,
        answers=(("Return and section", "BIKE: Part 2"), ("The return's own name for it", "Rider")),
    ),
    Step(
        "item_checks", NAME, answers=(("Validator", "at_most"), ("Settings", "most = 3"), ("The return's rule", "R1"))
    ),
    Step(
        "details",
        "item=YOUN003A",
        answers=(("Size", "90"), ("Expected data", "One name")),
        opens=("Sensitivity and the rest",),
    ),
    Step("map_item", NAME, "Heron", (("Table", "people"), ("Source", "a.B"), ("Delivery status", "Given up (X)"))),
    Step(
        "table_cells",
        NAME,
        answers=(("Header of the column", "meta_info"), ("What the cell says", "Seen by two councils")),
    ),
    Step("deprecate", NAME, answers=(("Since version", "1.2.0"), ("Replaced by", "youn_given_name, YOUN003A"))),
    Step("move_item", "item=YOUN003A", answers=(("Place it behind", "youn_nickname, YOUN005A"),)),
    Step("change_object", "object=ysd_bicycle", answers=(("Title", "All bicycles"),)),
    Step(
        "change_value",
        "category=bike_colour&code=bike_colour/3",
        answers=(("Meaning", "Dark green"), ("Valid from", "2027-01-01")),
    ),
    Step("change_category", "category=bike_colour", answers=(("Name of the list", "wheel_colour"),)),
    Step("change_return", "return=BIKE", answers=(("Sections", "Part 1\nPart 2 = Riders"),)),
    Step("change_system", "cms=harbour", answers=(("Name", "Harbour Two"),)),
    Step("change_extract", "extract=larchway/ysd_venue", answers=(("The SQL", VENUES.replace("all", "all of them")),)),
    Step("change_domain", "", "Travel", (("Title", "Getting about"),)),
    Step("change_status", "", "Given up (X)", (("Title", "Stopped"),)),
    Step("change_validator", "", "at_most", (("Description", "No more than that"),)),
    Step("change_datatype", "", "plate", (("Format", "AA99 AAA"),)),
    Step("change_parameter", "", "far_back", (("Value", "7"),)),
    Step("change_join", "", "larchway:WHEELS:BICYCLES", (("Columns that are equal", "NO = FRONT_NO"),)),
    Step("change_row_scope", "", "ysd_team", (("Keys that stand for no row", "-1"),)),
    Step("change_lookup", "", "YOUN003A", (("Codes", "m = 2"),)),
    Step(
        "about_standard",
        answers=(("Version", "2.0.0"), ("Publisher", "A bicycle club"), ("Mark", "BC"), ("Colour", "Plum")),
    ),
    Step("rule", "", "Words only", (("Days of notice", "1"),)),
)
REMOVED = (
    Step("remove_relationship", PERSON, answers=(("ysd_young_person.youn_nickname points at", True),)),
    Step("remove_item", "item=YOUN009A"),
    Step("remove_value", "category=recorded_sex&code=recorded_sex/U"),
    Step("remove_object", "object=ysd_bicycle"),
    Step("remove_category", "category=wheel_colour"),
    Step("remove_datatype", "", "plate"),
    Step("remove_parameter", "", "far_back"),
    Step("remove_join", "", "larchway:WHEELS:BICYCLES"),
    Step("remove_row_scope", "", "ysd_team"),
    Step("remove_lookup", "", "YOUN003A"),
    Step("remove_extract", "extract=larchway/ysd_venue"),
    Step("remove_domain", "", "Getting about"),
    Step("table", answers=(("Path of the table", ""),)),
    Step("access", answers=(("Only people who were let in", True),)),
)
#: What items name first has to be taken from them; a proposal of its own.
FREED = (
    Step(
        "item_returns",
        NAME,
        answers=(("Bicycle count", False), ("Return and section", "None"), ("The return's own name for it", "")),
    ),
    Step("item_checks", NAME, answers=(("Validator", "None"), ("Settings", ""), ("The return's rule", ""))),
    Step(
        "map_item",
        NAME,
        "Heron",
        (("This system holds it", False), ("Table", ""), ("Source", ""), ("Delivery status", "Not stated")),
    ),
    Step("remove_return", "return=BIKE"),
    Step("remove_system", "cms=heron"),
    Step("remove_status", "", "Stopped"),
    Step("remove_validator", "", "at_most"),
)
PROPOSALS = (ADDED, CHANGED, REMOVED + FREED)


@pytest.fixture
def world(transactional_db: None) -> World:
    specification = import_example()
    return World(specification, people(specification))


def test_every_form_is_walked() -> None:
    # What is about one authority alone is a proposal of its own: see tests/integration/deciding/test_local_changes.py.
    of_authorities = {form for form in FORMS if "authority" in form}
    assert {step.form for steps in PROPOSALS for step in steps} == FORMS.keys() - of_authorities


def test_every_form_leads_to_a_published_change(page: Page, world: World) -> None:
    page.goto("/accounts/login/?next=/ysd/changes/new/")
    sign_in(page, "pat")
    _added(_published(page, world, ADDED))
    page.goto("/ysd/objects/ysd_bicycle/")
    expect(page.locator("main")).to_contain_text("bicy_colour")
    _changed(_published(page, world, CHANGED))
    page.goto("/ysd/items/YOUN002A/")
    expect(page.locator("main")).to_contain_text("The surname in use today.")
    _removed(_published(page, world, REMOVED + FREED))
    page.goto("/ysd/items/YOUN009A/")
    expect(page.locator("main")).to_contain_text("removed")


def _added(document: Document) -> None:
    item = document.item_by_name["ysd_bicycle", "bicy_colour"]
    assert (item.category, item.max_field_size, item.cms[0].table) == ("bike_colour", "1", "hb.bicycle")
    assert [code.value for code in document.category_by_name["bike_colour"].values] == ["1", "2", "3"]
    assert document.parents_of["ysd_young_person", "youn_nickname"][0].parent_object == "ysd_team"
    settings = document.settings
    assert [entry.key for entry in settings.returns][-1] == "BIKE"
    assert (settings.cms[-1].dialect, settings.domains[-1].key, settings.statuses[-1].key) == (
        "postgres",
        "travel",
        "X",
    )
    assert (settings.validators[-1].args[0].type, settings.datatypes[-1].format) == ("integer", "AA99")
    assert (settings.joins[-1].columns, settings.joins[-1].at_most_one) == ((("NO", "WHEEL_NO"),), True)
    assert (settings.row_scopes[-1].sentinels, settings.lookups[-1].codes) == (("-1", "0"), (("m", "1"),))


def _changed(document: Document) -> None:
    item = document.item_by_ref["YOUN002A"][1]
    place, mapping = item.returns_map[-1], item.mapping("heron")
    assert (place.name, place.section, place.reference) == ("BIKE", "Part 2", "Rider")
    assert item.validators[0].as_dict() == {"validator": "at_most", "values": {"most": "3"}, "rule": "R1"}
    assert mapping
    assert (mapping.table, mapping.source, mapping.status) == ("people", "a.B", "X")
    assert item.deprecated
    assert item.deprecated.replaced_by == "YOUN003A"
    assert [extract.target for extract in document.extracts] == ["harbour/ysd_venue/quay", "larchway/ysd_venue"]
    assert "all of them" in document.extracts[1].sql
    entry, moved = document.item_by_ref["YOUN003A"]
    assert (moved.max_field_size, moved.expected_data) == ("90", "One name")
    assert entry.items[entry.items.index(moved) - 1].item_ref == "YOUN005A"
    assert document.object_by_name["ysd_bicycle"].title == "All bicycles"
    assert document.category_by_name["wheel_colour"].values[2].valid_from == "2027-01-01"
    settings = document.settings
    assert settings.returns[-1].sections[1].title == "Riders"
    assert {"Harbour Two", "Heron"} <= {cms.title for cms in settings.cms}
    assert (settings.domains[-1].title, settings.statuses[-1].title) == ("Getting about", "Stopped")
    assert (settings.validators[-1].description, settings.datatypes[-1].format) == ("No more than that", "AA99 AAA")
    assert (settings.parameters[-1].default, settings.joins[-1].columns) == ("7", (("NO", "FRONT_NO"),))
    assert (settings.row_scopes[-1].sentinels, settings.lookups[-1].codes) == (("-1",), (("m", "2"),))
    assert (settings.version, settings.publisher) == ("2.0.0", "A bicycle club")
    assert (settings.mark, settings.colour) == ("BC", "plum")
    assert settings.rule("editorial").notice_days == 1


def _removed(document: Document) -> None:
    settings = document.settings
    gone = {"BIKE", "heron", "travel", "X", "at_most", "plate", "far_back", "ysd_team", "YOUN003A"} | {
        "larchway:WHEELS:BICYCLES"
    }
    registries = ("cms", "returns", "domains", "statuses", "validators", "datatypes", *EXTRACT_REGISTRIES)
    assert not gone & {entry.key for name in registries for entry in getattr(settings, name)}
    assert settings.access == "restricted"
    assert not {"wheel_colour", "bike_colour"} & document.category_by_name.keys()
    assert "ysd_bicycle" not in document.object_by_name
    assert "YOUN009A" not in document.item_by_ref
    assert [extract.target for extract in document.extracts] == ["harbour/ysd_venue/quay"]
    assert ("ysd_young_person", "youn_nickname") not in document.parents_of
    assert "U" not in {code.value for code in document.category_by_name["recorded_sex"].values}


def _published(page: Page, world: World, steps: Sequence[Step]) -> Document:
    """The standard once these forms became one proposal that was sent, let through and published."""
    number = ""
    for step in steps:
        number = _asked(page, step, number)
    page.get_by_role("button", name="Send the proposal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Proposal sent")
    world.vote_through(
        submissions.take("triage", change=ChangeRequest.objects.get(number=number), by=world.people.secretariat)
    )
    return current(Specification.objects.get(slug="ysd")).document


def _asked(page: Page, step: Step, number: str) -> str:
    """Fill one form in from the entrance on; the draft's number."""
    page.goto(f"/ysd/changes/new/?{step.begin}&draft={number}")
    choice = page.get_by_label(FORMS[step.form].choice, exact=True)
    if not choice.is_visible():
        page.get_by_text("What few people need: scripts, checks, files and access").click()
    choice.check()
    page.get_by_role("button", name="Continue").click()
    if not number:
        page.get_by_label("Give your proposal a short title").fill("Bicycles")
        page.get_by_label("What is wrong, or missing?").fill("They are not counted.")
        page.get_by_role("button", name="Save and continue").click()
    if step.which:
        _answer(page, step.which, True)
        page.get_by_role("button", name="Continue").click()
    for section in step.opens:
        page.locator("summary", has_text=section).click()
    for label, answer in step.answers:
        _answer(page, label, answer)
    page.get_by_role("button", name="Save and continue").click()
    expect(page, step.form).to_have_url(re.compile("/draft/$"))
    return page.url.split("/")[-3]


def _answer(page: Page, label: str, answer: str | bool) -> None:
    """Answer the first question of that label that can be seen."""
    field = (
        page.locator("main").get_by_label(re.compile(rf"^\s*{re.escape(label)}")).and_(page.locator(":visible")).first
    )
    if isinstance(answer, bool):
        field.set_checked(answer)
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(label=answer)
    else:
        field.fill(answer)
