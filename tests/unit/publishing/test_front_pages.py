"""The words that pages begin with: opening sentences, routes, the glossary and the example to read by."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from specs_app.document.types import Cms, DataObject, Document, Item, Return, Settings, Term
from specs_app.document.validation import DataType
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.glossary import glossary
from specs_app.publishing.pages.objects import domain_groups
from specs_app.publishing.pages.opening import first_sentence, opening, rest_of
from specs_app.publishing.pages.routes import routes

LINKS = Links("kites")
DOCUMENT = Document(
    Settings(
        title="Kites",
        domains=(Term("sky", "In the air", "Where kites fly."), Term("looked_after", "Children looked after")),
        cms=(Cms("elm", "Elm"),),
        datatypes=(DataType("string_length", "How long.", extends="int"),),
    ),
    (
        DataObject("kite", (Item("K1", "k_id", "Key", "int", primary_key=True, domains=("sky",)),)),
        DataObject(
            "child", tuple(Item(f"C{n}", f"c_{n}", "A", "nvarchar(3)", domains=("looked_after",)) for n in "12")
        ),
    ),
)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("", ""),
        ("One. Two.", "One."),
        ("About e.g. kites, and J. Smith too. More", "About e.g. kites, and J. Smith too."),
        ("No end  of\n it", "No end of it"),
    ],
)
def test_first_sentence_ends_at_its_stop(text: str, first: str) -> None:
    assert first_sentence(text) == first
    assert f"{first} {rest_of(text, first)}".split() == text.split()


@pytest.mark.parametrize(
    ("subjects", "words"),
    [
        ([], ""),
        (["Places"], "What is recorded about places."),
        (["SEND", "Places"], "What is recorded about SEND and places."),
        (["A b", "C d", "S47 enquiry", "E", "F"], "What is recorded about a b, c d, S47 enquiry and 2 other subjects."),
    ],
)
def test_standard_without_description_is_introduced_by_its_subjects(subjects: list[str], words: str) -> None:
    assert opening(" ", subjects) == words
    assert opening("Kites. And more.", subjects) == "Kites."


def test_routes_come_from_what_the_standard_holds() -> None:
    groups = domain_groups(DOCUMENT, LINKS)
    collected, changed, scripts, wrong = routes(DOCUMENT, groups, LINKS, Link("Everything since 1.0", "/x"))
    assert [(link.text, link.href) for link in collected.links] == [
        ("Children looked after", "/kites/objects/?domain=looked_after"),
        ("In the air", "/kites/objects/?domain=sky"),
    ]
    assert [link.text for link in changed.links] == ["Choose my systems and returns", "Everything since 1.0"]
    assert [link.href for link in scripts.links] == ["/kites/my-sql/?cms=elm"]
    assert wrong.links[0].href == LINKS.suggest()
    none = Document(Settings())
    assert [route.links for route in routes(none, domain_groups(none, LINKS), LINKS, None)][0::2] == [(), ()]


def test_domain_tells_its_objects_items_from_those_that_are_marked_with_it() -> None:
    (kite, child) = DOCUMENT.objects
    items = (child.items[0], replace(child.items[1], domains=("looked_after", "sky")))
    group = domain_groups(replace(DOCUMENT, objects=(kite, replace(child, items=items))), LINKS)[0]
    assert (group.key, group.items, group.marked) == ("sky", 1, 2)
    shown = " ".join(render_to_string("specs/parts/domain_items.html", {"group": group}).split())
    assert shown == '1 item; <a class="govuk-link" href="/kites/items/?domain=sky">2 items marked In the air</a>'
    same = domain_groups(DOCUMENT, LINKS)[0]
    assert ">1 item<" in render_to_string("specs/parts/domain_items.html", {"group": same})


def test_glossary_has_the_words_of_the_standard_and_asks_for_what_is_missing() -> None:
    groups = {
        group.anchor: {entry.key or entry.term: entry for entry in group.entries} for group in glossary(DOCUMENT, LINKS)
    }
    assert "statuses" not in groups
    assert groups["domains"]["sky"].meaning == "Where kites fly."
    hole = groups["domains"]["looked_after"]
    assert (hole.meaning, "target=looked_after" in hole.suggest) == ("", True)
    assert list(groups["types"]) == ["int", "nvarchar", "string_length"]
    assert all(entry.meaning for entry in groups["parts"].values())


def test_stages_are_in_the_glossary_beside_the_returns() -> None:
    returns = (Return("COUNT", "Count"), Return("DRAFT", "Draft", kind="stage", meaning="Not agreed yet."))
    groups = {group.anchor: group.entries for group in glossary(Document(Settings(returns=returns)), LINKS)}
    assert [entry.key for entry in groups["returns"]] == ["COUNT"]
    assert [(entry.key, entry.meaning) for entry in groups["stages"]] == [("DRAFT", "Not agreed yet.")]


def test_domain_that_only_items_name_is_in_the_glossary() -> None:
    bare = replace(DOCUMENT, settings=Settings())
    groups = {group.anchor: [entry.term for entry in group.entries] for group in glossary(bare, LINKS)}
    assert groups["domains"] == ["Sky", "Looked after"]
