"""What was typed, how close words are, and what a part says of why it was found."""

from dataclasses import replace

import pytest

from specs_app.document.plain_words import PLAIN_WORDS, QUESTION_WORDS, STOP_WORDS
from specs_app.document.synonyms import SYNONYMS
from specs_app.document.types import (
    Category,
    CategoryValue,
    CmsMapping,
    DataObject,
    Document,
    Item,
    ReturnMapping,
    Settings,
    Term,
)
from specs_app.projection.search.closeness import closest, slips
from specs_app.projection.search.engines import POSTGRESQL, SQLITE
from specs_app.projection.search.exactness import meant
from specs_app.projection.search.facets import counts, total
from specs_app.projection.search.in_document import search_in
from specs_app.projection.search.reasons import part_at, reasons
from specs_app.projection.search.said import item_part
from specs_app.projection.search.scope import Result
from specs_app.projection.search.spelling import mended_by
from specs_app.projection.search.words import Query, fold, forms_of, query, squeezed


@pytest.mark.parametrize("text", ["PERS002A", "pers2a", "Pers 002a", "pers-2A"])
def test_references_are_one_however_they_are_typed(text: str) -> None:
    assert squeezed(text) == "pers2a"
    assert set(forms_of("PERS002A")) == {"pers2a", "pers2"}


def test_words_of_a_question_are_left_out_where_others_remain() -> None:
    assert [term.phrases[0] for term in query("what is collected about children in care?").terms] == [
        ("children", "in", "care")
    ]
    assert [term.phrases for term in query("how does mosaic fill sex?").terms] == [(("mosaic",),), (("sex",),)]
    assert [term.phrases[0] for term in query("given name of whom").terms] == [("given", "name")]
    assert [term.phrases[0] for term in query("what about whose").terms] == [("what",), ("about",), ("whose",)]


def test_synonyms_stand_once_and_as_they_are_folded() -> None:
    phrases = [phrase for group in SYNONYMS for phrase in group]
    assert len(phrases) == len(set(phrases))
    assert [fold(phrase) for phrase in phrases] == phrases


def test_words_of_every_day_stand_for_those_of_the_field_and_not_the_other_way() -> None:
    assert query("kids").terms[0].phrases == (("kids",), ("children",), ("child",))
    assert "looked after" in query("kids in care").also
    assert query("children").also == ()


def test_words_of_plain_english_are_no_misspelt_ones() -> None:
    assert not STOP_WORDS & QUESTION_WORDS | QUESTION_WORDS & PLAIN_WORDS | PLAIN_WORDS & STOP_WORDS
    assert mended_by({"ids": 9, "childhood": 3}, "kids wonder childhod") == "kids wonder childhood"


def test_short_words_are_put_right_only_in_names() -> None:
    assert mended_by({"pers": 1, "sex": 1}, "prs") == ""
    assert mended_by({"pers": 1, "sex": 1}, "prs_sex") == "pers_sex"


def test_a_number_stands_for_the_registered_key_that_has_it() -> None:
    keys = ("SSDA903", "Annex A2", "S251")
    assert query("903 sex", keys).terms[0].phrases == (("903",), ("ssda903",))
    assert query("903", keys).called == ("903", "ssda903")
    assert query("90", keys).also == query("2", keys).also == ()


def test_what_was_found_by_other_words_says_by_which() -> None:
    part = item_part(DOCUMENT.objects[0], replace(ITEM, returns=("SSDA903",)), Settings())
    asked = query("903", ("SSDA903",))
    assert [(reason.where, reason.synonym) for reason in reasons(part, (), asked)] == [("return", "")]
    lists = Document(Settings(domains=(Term("CLA", "Children looked after"),)), ())
    domain = part_at(lists, (), "settings/domains/CLA")
    assert domain is not None
    assert [reason.synonym for reason in reasons(domain, (), query("children in care"))] == ["cla"]


@pytest.mark.parametrize(
    ("typed", "wanted"), [("PERS02A", "PERS002A"), ("pers2", "PERS002A"), ("pers 002a", ""), ("sex", "")]
)
def test_a_reference_that_was_put_right_is_named(typed: str, wanted: str) -> None:
    called = " ".join(forms_of("PERS002A"))
    assert (
        meant(Result("items/PERS002A", "item", "PERS002A", "pers_sex", "", "", "", called, ""), query(typed)) == wanted
    )


def test_a_phrase_is_looked_for_with_what_means_the_same() -> None:
    found = query("dob of the child")
    assert found.terms[0].phrases[:2] == (("dob",), ("date", "of", "birth"))
    assert "date of birth" in found.also
    assert query("looked after").called[0] == "lookedafter"
    assert "childrenincare" in query("looked after").called


@pytest.mark.parametrize(
    ("typed", "word", "number"),
    [
        ("ethnicty", "ethnicity", 1),
        ("adress", "address", 1),
        ("recieve", "receive", 1),
        ("same", "same", 0),
        ("", "ab", 2),
    ],
)
def test_slips_are_letters_left_out_put_in_or_changed_round(typed: str, word: str, number: int) -> None:
    assert slips(typed, word) == number


def test_closest_is_the_word_of_the_fewest_slips_then_the_more_frequent() -> None:
    assert closest("adress", {"address": 3, "dress": 90}) == "dress"
    assert closest("ethnicty", {"ethnicity": 1, "felicity": 50}) == "ethnicity"
    assert closest("zebra", {"ethnicity": 1}) == ""


def test_what_was_typed_never_speaks_the_language_of_an_engine() -> None:
    hostile = Query("\"x\" OR NEAR(a b) head:y * & | ! <-> :A 'q' \\ %s {facets}")
    assert SQLITE.written(hostile, True).count('"') % 2 == 0
    for text in (SQLITE.written(hostile, True), POSTGRESQL.written(hostile, True)):
        assert not set(text) & set("'!\\%")


ITEM = Item(
    "PERS002A",
    "pers_sex",
    "Sex",
    guidance="As recorded at birth",
    domains=("identity",),
    returns_map=(ReturnMapping("SSDA903", "1 header", "Gender of child"),),
    cms=(CmsMapping("mosaic", source="MO_PERSONS.GENDER"),),
)
DOCUMENT = Document(Settings(), (DataObject("ssd_person", (ITEM,)),))


@pytest.mark.parametrize(
    ("text", "former", "wanted"),
    [
        ("pers 002", (), [("reference", "PERS002A")]),
        ("sex", (), [("name", "pers_sex")]),
        ("births", (), [("guidance", "As recorded at birth")]),
        ("mo_persons", (), [("mapping", "MO_PERSONS.GENDER")]),
        ("gender of child", (), [("return", "Gender of child 1 header")]),
        ("OLD001A", ("OLD001A",), [("former", "OLD001A")]),
        ("identity sex", (), [("name", "pers_sex"), ("domain", "identity Identity")]),
        ("zebra", (), []),
    ],
)
def test_reasons_name_the_best_place_of_each_word(
    text: str, former: tuple[str, ...], wanted: list[tuple[str, str]]
) -> None:
    part = part_at(DOCUMENT, (), "items/PERS002A")
    assert part is not None
    assert [(reason.where, reason.text) for reason in reasons(part, former, query(text))] == wanted


def test_item_is_found_by_the_codes_of_the_list_that_it_names() -> None:
    document = Document(
        objects=(DataObject("ssd_person", (replace(ITEM, category="sex"),)),),
        categories=(Category("sex", (CategoryValue("F", "Female"), CategoryValue("U", "Not known"))),),
    )
    assert {hit.key for hit in search_in(document, "not known").results} == {"sex", "PERS002A"}
    part = part_at(document, (), "items/PERS002A")
    assert part is not None
    assert [(reason.where, reason.label) for reason in reasons(part, (), query("female"))] == [("code", "F")]


def test_facets_count_what_the_other_choices_leave() -> None:
    tally = {
        "\nkind=item\ndomain=identity\n": 3,
        "\nkind=item\ndomain=health\n": 2,
        "\nkind=object\ndomain=health\n": 1,
    }
    assert total(tally, {}) == 6
    assert total(tally, {"kind": "item", "domain": "health"}) == 2
    found = counts(tally, {"kind": "item"})
    assert found["domain"] == (("identity", 3), ("health", 2))
    assert found["kind"] == (("item", 5), ("object", 1))
