"""The forms of edits on their pages: from a question to the published standard."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from specs_app.document.types import CategoryValue, CmsMapping, Document, Term
from specs_app.document.validity import successors
from specs_app.models import Specification
from specs_app.versions.resolve import current
from tests.drivers import World
from tests.integration.conftest import As
from tests.integration.proposals.test_writing import begun


def asked(client: Client, form: str, target: str, answers: dict[str, Any], more: str = "") -> ChangeRequest:
    """A draft with the edits that the page's form makes of these answers, beside what stood in it."""
    change, edit = begun(client, form, target)
    put(client, edit + more, answers)
    return change


def put(client: Client, address: str, answers: dict[str, Any]) -> None:
    """Open a form, change some answers, save."""
    form = client.get(address).context["form"]
    stood = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in stood.items() if value not in (None, False)} | answers
    answer = client.post(address, {name: value for name, value in sent.items() if value is not None})
    assert answer.status_code == 302, answer.context["form"].errors


def published(world: World, change: ChangeRequest) -> Document:
    """The standard once the proposal went its way."""
    sent = submissions.take("submit", change=ChangeRequest.objects.get(pk=change.pk), by=world.people.proposer)
    world.vote_through(submissions.take("triage", change=sent, by=world.people.secretariat))
    return current(Specification.objects.get(pk=world.specification.pk)).document


def test_new_code_list_is_published(world: World, client_of: As) -> None:
    answers = {"name": "colour", "values": "1 = Red\n2 = Blue | 2026-04-01 | 2027-03-31\n3\tGreen"}
    change = asked(client_of(world.people.proposer), "add_category", "", answers)
    found = published(world, change).category_by_name["colour"].values
    assert found == (
        CategoryValue("1", "Red"),
        CategoryValue("2", "Blue", "2026-04-01", "2027-03-31"),
        CategoryValue("3", "Green"),
    )


@pytest.mark.parametrize(
    ("form", "target", "question"), [("add_category", "", "values"), ("add_item", "ysd_team", "new_list-values")]
)
def test_line_of_codes_without_an_equals_sign_is_asked_about(
    world: World, client_of: As, form: str, target: str, question: str
) -> None:
    """It would be a code with its meaning in it, which reads like one with a meaning."""
    client = client_of(world.people.proposer)
    _, edit = begun(client, form, target)
    sent = {"name": "team_colour", "type": "int", "new_list-name": "colour"}
    for line, wanted in (("3: Green", "3 = Green"), ("3 - Green", "3 = Green"), ("A1 : Green", "A1 = Green")):
        answer = client.post(edit, sent | {question: f"1 = Red\n{line}"})
        (fault,) = answer.context["form"].errors[question]
        assert f"“{line}” has no equals sign. Write {wanted};" in fault
    assert client.post(edit, sent | {question: "1 = Red: deep\nNFA - Continue\n4"}).status_code == 302


def test_retired_code_names_what_takes_its_place(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    answers = {"valid_to": "31/12/2026", "replaced_by-0-code": "F", "replaced_by-1-code": "M"}
    change = asked(client, "change_value", "recorded_sex/U", answers)
    assert [row.values for row in change.edits.all()] == [{"valid_to": "2026-12-31", "replaced_by": ["F", "M"]}]
    put(client, f"/ysd/changes/{change.number}/edits/0/", {"replaced_by-1-code": ""})
    code = published(world, change).category_by_name["recorded_sex"].values[2]
    assert (code.valid_to, successors(code)) == ("2026-12-31", ("F",))
    assert "Replaced by" in client.get("/ysd/categories/recorded_sex/").content.decode()


def test_new_object_and_its_first_item_are_published_together(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    change = asked(client, "add_object", "", {"name": "ysd_bicycle", "title": "Bicycles"})
    item = {"name": "bicy_frame", "type": "nvarchar", "max_field_size": "20"}
    put(client, f"/ysd/changes/{change.number}/edits/new/?form=add_item&target=ysd_bicycle", item)
    entry = published(world, change).object_by_name["ysd_bicycle"]
    assert entry.title == "Bicycles"
    assert [found.name for found in entry.items] == ["bicy_frame"]


def test_new_item_brings_its_list_and_its_mappings(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    answers = {
        "name": "youn_bicycle",
        "type": "nvarchar",
        "max_field_size": "2",
        "new_list-name": "bicycle",
        "new_list-values": "Y = Yes\nN = No",
        "systems-harbour-table": "hb.person",
        "systems-harbour-field": "bicycle",
        "systems-kestrel-marked": "on",
    }
    change = asked(client, "add_item", "ysd_young_person", answers)
    assert [edit.action for edit in change.edits.all()] == ["add_category", "add_item", "map_item"]
    document = published(world, change)
    item = document.item_by_name["ysd_young_person", "youn_bicycle"]
    assert item.category == "bicycle"
    assert item.cms == (CmsMapping("harbour", table="hb.person", field="bicycle"), CmsMapping("kestrel"))


def test_mapping_begins_with_what_stands_and_keeps_what_is_left_alone(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    change, edit = begun(client, "map_item", "YOUN002A")
    assert "Which case management system?" in client.get(edit).content.decode()
    address = f"{edit}&cms=larchway&chosen=yes"
    page = client.get(address)
    assert page.context["form"]["source"].value() == "dbo.YP_CLIENT.SURNAME"
    assert "How Larchway Casework holds YOUN002A" in page.content.decode()
    put(client, address, {"note": "Ask the supplier."})
    assert change.edits.get().values == {"cms": "larchway", "note": "Ask the supplier."}
    put(client, f"/ysd/changes/{change.number}/edits/0/", {"source": ""})
    assert change.edits.get().values == {"cms": "larchway", "note": "Ask the supplier.", "source": None}


def test_mapping_is_taken_away_by_emptying_all_of_it(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    blank = dict.fromkeys(("source", "status", "marked", "variants"))
    change = asked(client, "map_item", "YOUN002A", blank, "&cms=larchway")
    assert published(world, change).item_by_ref["YOUN002A"][1].mapping("larchway") is None


def test_text_without_a_size_is_asked_for_one(world: World, client_of: As) -> None:
    _, edit = begun(client_of(world.people.proposer), "add_item", "ysd_young_person")
    answer = client_of(world.people.proposer).post(edit, {"name": "youn_hat", "type": "nchar"})
    assert "Enter the most characters it may have" in answer.context["form"].errors["max_field_size"][0]
    assert answer.context["form"]["name"].value() == "youn_hat"


def test_entries_of_a_registry_are_edited_one_by_one(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    change = asked(client, "add_system", "", {"key": "heron", "title": "Heron", "dialect": "postgres"})
    new = f"/ysd/changes/{change.number}/edits/new/"
    put(client, f"{new}?form=change_system&target=harbour", {"title": "Harbour 2"})
    put(client, f"{new}?form=change_system&target=heron", {"title": "Heron Live"})
    put(client, f"{new}?form=map_item&target=YOUN002A&cms=heron", {"source": "a.B"})
    assert [edit.values for edit in change.edits.all()][:3] == [
        {"cms": {"heron": {"title": "Heron", "dialect": "postgres"}}},
        {"cms": {"harbour": {"title": "Harbour 2"}}},
        {"cms": {"heron": {"title": "Heron Live"}}},
    ]
    document = published(world, change)
    assert {cms.key: cms.title for cms in document.settings.cms} == {
        "larchway": "Larchway Casework",
        "harbour": "Harbour 2",
        "kestrel": "Kestrel Cloud",
        "heron": "Heron Live",
    }


def test_list_of_a_whole_registry_is_told_and_leads_back_to_the_draft(world: World, client_of: As) -> None:
    whole = [{"key": entry.key, "title": "Known"} for entry in example_domains(world)]
    change = world.draft([{"action": "change_settings", "target": "", "values": {"domains": whole}}])
    client = client_of(world.people.proposer)
    page = client.get(f"/ysd/changes/{change.number}/draft/").content.decode()
    assert "Change settings" in page
    answer = client.get(f"/ysd/changes/{change.number}/edits/0/")
    assert answer.status_code == 404
    assert "remove it and make it anew" in answer.content.decode()


def example_domains(world: World) -> tuple[Term, ...]:
    return current(world.specification).document.settings.domains


def test_validator_is_registered_asked_for_and_taken_away_again(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    change = asked(client, "add_validator", "", {"key": "at_most", "description": "No more", "args": "most = integer"})
    new = f"/ysd/changes/{change.number}/edits/new/"
    put(client, f"/ysd/changes/{change.number}/edits/0/", {"description": "No more than that"})
    row = {"validators-0-validator": "at_most", "validators-0-values": "most = 3", "validators-0-rule": "R1"}
    put(client, f"{new}?form=details&target=YOUN002A", row)
    document = published(world, change)
    registered = {entry.key: entry.description for entry in document.settings.validators}
    assert registered["at_most"] == "No more than that"
    assert [entry.as_dict() for entry in document.item_by_ref["YOUN002A"][1].validators] == [
        {"validator": "at_most", "values": {"most": "3"}, "rule": "R1"}
    ]


def test_place_in_a_return_is_added_and_others_stay(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    answers = {"places-2-where": "PDR/Destinations", "places-2-reference": "Born"}
    change = asked(client, "item_returns", "YOUN006A", answers)
    item = published(world, change).item_by_ref["YOUN006A"][1]
    told = {(place.name, place.section, place.reference) for place in item.returns_map}
    assert told == {
        ("PDR", "Young people", "Birth date"),
        ("PDR", "Destinations", "Born"),
        ("YAC", "Part 2: Taking part", "Age band"),
    }


def test_edit_with_more_than_its_form_asks_keeps_the_rest(world: World, client_of: As) -> None:
    values = {"title": "Bicycles", "access": "restricted"}
    change = world.draft([{"action": "change_settings", "target": "", "values": values}])
    client = client_of(world.people.proposer)
    put(client, f"/ysd/changes/{change.number}/edits/0/", {"access": "public"})
    assert change.edits.get().values == {"title": "Bicycles"}


def test_what_is_about_no_known_part_asks_which(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    _, edit = begun(client, "change_value", "recorded_sex")
    page = unescape(client.get(edit).content.decode())
    assert "Which code?" in page
    assert "recorded_sex/U" in page
    assert "ethnic_group/" not in page
    empty = client.get(f"{edit.replace('target=recorded_sex', 'target=')}&chosen=yes")
    assert "Answer this: which code" in empty.content.decode()


def test_problem_stands_at_the_question_of_the_edit_that_has_it(world: World, client_of: As) -> None:
    client = client_of(world.people.proposer)
    _, edit = begun(client, "add_item", "ysd_young_person")
    answers = {"name": "youn_hat", "type": "int", "systems-harbour-table": "two\tcolumns", "new_list-name": "Bad Name"}
    form = client.post(edit, answers | {"new_list-values": "1"}).context["form"]
    assert form.errors.keys() == {"new_list-name"}
    form = client.post(edit, answers | {"new_list-name": ""}).context["form"]
    assert form.errors.keys() == {"systems-harbour-table"}


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a": ' * 5_000, "a = [1, 2", '= "', "\x00 = 1"])
def test_invented_data_of_any_text_is_refused_or_kept(world: World, client_of: As, text: str) -> None:
    client = client_of(world.people.proposer)
    _, edit = begun(client, "details", "YOUN002A")
    form = client.get(edit).context["form"]
    stood = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in stood.items() if value not in (None, False)} | {"synthetic": f"k = {text}"}
    assert client.post(edit, sent).status_code in (200, 302)
