"""Search: the same questions and answers on SQLite and PostgreSQL."""

from pathlib import Path

import pytest
from django.core.management import call_command

from specs_app.document.types import DataObject, Document, Item
from specs_app.models import SearchEntry, SearchWord, Specification
from specs_app.projection.search import facets
from specs_app.projection.search.asking import search, tally
from specs_app.projection.search.former import formers
from specs_app.projection.search.in_document import Searched, search_in
from specs_app.projection.search.said import LOGGED
from specs_app.projection.search.scope import SearchScope
from specs_app.projection.search.words import fold
from specs_app.projection.verification import verify
from specs_app.versions.loading import load
from tests.factories import imported, small_example, small_files, write_files

pytestmark = pytest.mark.django_db
#: Of the small example: 3 objects, 5 items, a code list, and what its settings name.
ENTRIES = 13


@pytest.fixture
def tiny() -> Specification:
    return small_example()


def keys(specification: Specification, text: str) -> list[str]:
    return [hit.key for hit in search(specification, text).results]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("PERS002A", ["PERS002A"]),
        ("pers002a", ["PERS002A"]),
        ("PERS0", ["PERS001A", "PERS002A"]),
        ("pers_sex", ["PERS002A"]),
        ("tin_visit", ["tin_visit", "VISI001A"]),
        ("sex as recorded", ["PERS002A"]),
        ("recording", ["PERS002A"]),
        ("the number systems use", ["PERS001A"]),
        ("female", ["sex"]),
        ("FEMÁLE!", ["sex"]),
        ("whose", ["ADDR002A"]),
        ("zebra", []),
        ("", []),
        ("the", []),
    ],
)
def test_search_finds(tiny: Specification, text: str, wanted: list[str]) -> None:
    assert sorted(keys(tiny, text)) == sorted(wanted)


def test_search_puts_the_exact_name_first(tiny: Specification) -> None:
    assert keys(tiny, "sex")[0] == "sex"
    assert keys(tiny, "tin_person")[0] == "tin_person"


def test_search_takes_any_word_where_no_entry_holds_all(tiny: Specification) -> None:
    assert sorted(keys(tiny, "female visit")) == ["VISI001A", "sex", "tin_visit"]


def test_search_suggests_what_is_spelt_alike(tiny: Specification) -> None:
    assert "pers_sex" in search(tiny, "prs_sex").suggestions


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "'; DROP TABLE x --",
        "a:* & b | !c",
        "NEAR(x y)",
        "head:sex",
        "*",
        "\\",
        "\0sex",
        "%s %(a)s",
        "x" * 100_000,
        "<->",
    ],
)
def test_search_takes_hostile_text_as_words(tiny: Specification, text: str) -> None:
    search(tiny, text)
    assert SearchEntry.objects.filter(specification=tiny).count() == ENTRIES


def test_search_stays_within_the_specification(tiny: Specification, tmp_path: Path) -> None:
    files = small_files() | {"data/categories/animals.yml": b"- value: 1\n  description: Zebra\n"}
    other = imported(write_files(tmp_path / "other", files), slug="other")
    assert keys(other, "zebra") == ["animals"]
    assert keys(tiny, "zebra") == []


def test_search_limits_and_says_so(tiny: Specification) -> None:
    found = search(tiny, "tin", limit=2)
    assert len(found.results) == 2
    assert found.more


def test_search_asks_for_the_name_for_names_and_for_the_rest(
    tiny: Specification, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(3):  # type: ignore[operator]
        search(tiny, "sex")


def test_rebuild_makes_the_index_anew(tiny: Specification) -> None:
    SearchEntry.objects.filter(specification=tiny).update(words="zebra", head="zebra")
    assert keys(tiny, "zebra")
    call_command("rebuild", tiny.slug)
    assert keys(tiny, "zebra") == []
    assert keys(tiny, "female") == ["sex"]


LOG = b"""\
| item_ref | old_item_ref | change_id | change_object_name | change_impact_title | change_type | change_impact_notes |
|:--|:--|:--|:--|:--|:--|:--|
| PERS002A | PERS009Z | SSD-0007 | tin_person | Split the answer in two | breaking | Asked for by a **zebra** keeper |
| VISI001A | | SSD-0002 | tin_visit | Count each visit | compatible | |
"""


@pytest.fixture
def logged(tmp_path: Path) -> Specification:
    """The small specification with two changes from before the portal."""
    return imported(write_files(tmp_path / "logged", small_files() | {"CHANGELOG.md": LOG}))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SSD-0007", ["SSD-0007"]),
        ("ssd 0007", ["SSD-0007"]),
        ("split answer", ["SSD-0007"]),
        ("zebra", ["SSD-0007"]),
        ("PERS009Z", ["PERS002A", "SSD-0007"]),
        ("PERS002A", ["PERS002A", "SSD-0007"]),
        ("compatible", ["SSD-0002"]),
        ("tin_visit", ["tin_visit", "VISI001A", "SSD-0002"]),
    ],
)
def test_search_finds_logged_changes_behind_what_is_called_so(
    logged: Specification, text: str, wanted: list[str]
) -> None:
    assert keys(logged, text) == wanted
    commit = load(logged, logged.published_revision)
    log = commit.logged_changes
    searched = Searched(commit.document, log, formers(logged, log))
    assert [hit.key for hit in searched.search(text).results] == wanted


def test_search_can_leave_changes_out(logged: Specification) -> None:
    assert [hit.key for hit in search(logged, "PERS002A", scope=SearchScope(LOGGED)).results] == ["PERS002A"]
    assert search(logged, "zebra", scope=SearchScope(LOGGED)).results == ()
    assert search(logged, "SSD-007", scope=SearchScope(LOGGED)).results == ()


def test_verify_and_rebuild_mind_the_entries_of_changes(logged: Specification) -> None:
    assert verify(specification=logged) == []
    SearchEntry.objects.filter(specification=logged, kind=LOGGED).delete()
    assert "change log" in " ".join(verify(specification=logged))
    call_command("rebuild", logged.slug)
    assert keys(logged, "zebra") == ["SSD-0007"]


def test_migration_of_the_index_goes_back_and_forth(transactional_db: None, logged: Specification) -> None:
    call_command("migrate", "specs_app", "0007", verbosity=0)
    call_command("migrate", verbosity=0)
    call_command("reconcile", logged.slug)
    assert keys(logged, "zebra") == []
    SearchEntry.objects.filter(specification=logged, key="sex").update(head="quagga")
    assert keys(logged, "quagga") == ["sex"]
    call_command("rebuild", logged.slug)
    assert keys(logged, "zebra") == ["SSD-0007"]


def test_fold_leaves_words() -> None:
    assert fold("  O’Brien's pers_sex, ÉTÉ—2 ") == "o brien s pers sex ete 2"


def test_search_in_a_document_puts_what_holds_most_of_the_words_first() -> None:
    names = ("x_date_one", "x_date_two", "x_voice_child_date")
    entry = DataObject("x_thing", tuple(Item(f"X00{number}A", name) for number, name in enumerate(names)))
    found = search_in(Document(objects=(entry,)), "date of the voice of the unborn child").results
    assert [hit.title for hit in found] == ["x_voice_child_date", "x_date_one", "x_date_two"]


def test_search_in_a_document_answers_as_the_index_does(tiny: Specification) -> None:
    document = load(tiny, tiny.published_revision).document
    for text in ("pers_sex", "female visit", "sex as recorded", "zebra", "the"):
        assert sorted(hit.key for hit in search_in(document, text).results) == sorted(keys(tiny, text))
    assert search_in(document, "prs_sex").suggestions == search(tiny, "prs_sex").suggestions


def test_what_is_indexed_is_right_after_every_way_to_write_it(tiny: Specification) -> None:
    assert verify(specification=tiny) == []
    SearchWord.objects.filter(specification=tiny, word="sex").delete()
    assert "search" in " ".join(verify(specification=tiny))
    call_command("rebuild", tiny.slug)
    assert verify(specification=tiny) == []


@pytest.mark.parametrize(
    ("typed", "meant"), [("femael", "female"), ("recoreded", "recorded"), ("prsn", ""), ("adress", "address")]
)
def test_misspelt_words_are_put_right_by_the_index_as_in_a_document(
    tiny: Specification, typed: str, meant: str
) -> None:
    found = search(tiny, typed)
    assert found.asked.mended == meant
    assert search_in(load(tiny, tiny.published_revision).document, typed).asked.mended == meant


def test_narrowed_results_are_those_of_the_facet(tiny: Specification) -> None:
    found = search(tiny, "person")
    assert {entry.kind for entry in search(tiny, "person", scope=SearchScope(chosen={"kind": "object"})).results} == {
        "object"
    }
    assert facets.total(tally(tiny, found.asked), {}) == len(found.results)
    hostile = SearchScope(chosen={"domain": "x'%_\\\ny"})
    assert search(tiny, "person", scope=hostile).results == ()
