"""Which revision brought a part, from the steps of all revisions."""

from __future__ import annotations

from datetime import UTC, datetime

from specs_app.projection.arrivals import Arrivals, ArrivalStep, Moment, later

VISIT = ("visi_day", "x_visit")


def at(number: int) -> Moment:
    return Moment(number, f"{number:040x}", datetime(2026, 1, number, tzinfo=UTC))


def came(number: int, address: str, what: tuple[str, str] | None = None) -> ArrivalStep:
    return ArrivalStep(at(number), "code_added" if address.count("/") > 1 else "added", address, what)


def went(number: int, address: str, what: tuple[str, str] | None = None) -> ArrivalStep:
    return ArrivalStep(at(number), "code_removed" if address.count("/") > 1 else "removed", address, what)


def called(number: int, former: str, address: str) -> ArrivalStep:
    return ArrivalStep(at(number), "renamed", address, former=former)


def numbers(*steps: ArrivalStep) -> dict[str, int]:
    return {address: moment.number for address, moment in later(steps).items()}


def test_part_that_came_back_is_as_old_as_its_return() -> None:
    assert numbers(came(2, "objects/a"), went(3, "objects/a")) == {}
    assert numbers(came(2, "objects/a"), went(3, "objects/a"), came(5, "objects/a")) == {"objects/a": 5}


def test_name_is_taken_along() -> None:
    assert numbers(came(2, "objects/a"), called(3, "objects/a", "objects/b")) == {"objects/b": 2}


def test_names_may_change_places() -> None:
    swap = called(3, "objects/a", "objects/b"), called(3, "objects/b", "objects/a")
    assert numbers(came(2, "objects/a"), *swap) == {"objects/b": 2}


def test_name_may_be_taken_over_from_what_went() -> None:
    steps = came(2, "objects/a"), came(3, "objects/b"), went(4, "objects/b"), called(4, "objects/a", "objects/b")
    assert numbers(*steps) == {"objects/b": 2}


def test_codes_follow_their_list_under_its_names_and_go_with_it() -> None:
    code = came(2, "categories/sex/X")
    renamed = called(3, "categories/sex", "categories/gender")
    assert numbers(code, renamed) == {"categories/gender/X": 2}
    assert numbers(code, renamed, went(3, "categories/gender/X")) == {}
    assert numbers(code, went(3, "categories/sex"), came(4, "categories/sex")) == {"categories/sex": 4}


def test_item_under_another_reference_is_as_old_as_it_was() -> None:
    new = went(3, "items/A1", VISIT), came(3, "items/A2", VISIT)
    assert numbers(came(2, "items/A1", VISIT), *new) == {"items/A2": 2}
    assert numbers(*new) == {}  # there from the start


def test_item_in_place_of_two_is_another_one() -> None:
    steps = went(3, "items/A1", VISIT), went(3, "items/A2", VISIT), came(3, "items/A3", VISIT)
    assert numbers(*steps) == {"items/A3": 3}


def test_code_that_came_with_its_list_is_as_old_as_that() -> None:
    found = Arrivals(at(1), 4, later([came(2, "categories/sex"), came(3, "categories/sex/X")]))
    assert [found.of(f"categories/{name}").number for name in ("sex", "sex/F", "sex/X", "mark")] == [2, 2, 3, 1]
