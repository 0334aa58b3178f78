"""The page of a return: its sections by their titles, and what is asked for in each under which name."""

from __future__ import annotations

from specs_app.document.types import DataObject, Document, Item, Return, ReturnMapping, Settings, Term
from specs_app.publishing.links import Links
from specs_app.publishing.pages.returns import ReturnPage, return_page, return_places

SECTIONS = (Term("A", "Fliers"), Term("B", "Strings"), Term("Tails"))
SETTINGS = Settings(title="Kites", returns=(Return("AIR", "Air count", SECTIONS),))


def page_of(*items: Item, key: str = "AIR") -> ReturnPage | None:
    document = Document(SETTINGS, (DataObject("x_kite", items),))
    places = return_places(document, key)
    return return_page(document, key, Links("x"), places, places)


def sections_of(page: ReturnPage | None) -> list[tuple[str, str, list[tuple[str, str]]]]:
    assert page is not None
    return [
        (section.key, section.title, [(row.item.key, row.reference) for row in section.items])
        for section in page.sections
    ]


def test_sections_have_titles_also_where_no_item_feeds_them() -> None:
    places = (ReturnMapping("AIR", "B", "Length"), ReturnMapping("AIR", "Knots", "Kind"))
    page = page_of(Item("KITE001A", "kite_string", returns=("AIR",), returns_map=places))
    assert sections_of(page) == [
        ("A", "Fliers", []),
        ("B", "Strings", [("KITE001A", "Length")]),
        ("", "Tails", []),
        ("", "Knots", [("KITE001A", "Kind")]),
    ]
    assert page is not None
    assert not page.is_empty


def test_return_without_items_is_empty_and_keeps_its_sections() -> None:
    page = page_of(Item("KITE001A", "kite_string"))
    assert page is not None
    assert page.is_empty
    assert [title for _, title, _ in sections_of(page)] == ["Fliers", "Strings", "Tails"]


def test_return_that_only_an_item_names_is_not_known() -> None:
    page = page_of(Item("KITE001A", "kite_string", returns=("SEA",)), key="SEA")
    assert page is not None
    assert (page.known, page.is_empty, sections_of(page)) == (False, False, [("", "", [("KITE001A", "")])])
    assert page_of(Item("KITE001A", "kite_string"), key="SEA") is None


def test_page_of_some_places_says_how_many_there_are() -> None:
    document = Document(
        SETTINGS,
        (DataObject("x_kite", tuple(Item(f"KITE00{n}A", f"n{n}", returns=("AIR",)) for n in range(4))),),
    )
    places = return_places(document, "AIR")
    page = return_page(document, "AIR", Links("x"), places, places[-2:])
    assert page is not None
    assert page.items == 4
    assert [(section.count, [row.item.key for row in section.items]) for section in page.sections] == [
        (4, ["KITE002A", "KITE003A"])
    ]
