"""How grave each difference of an item is, by its field.

Breaking removes, renames, narrows, or changes keys or a code's meaning; compatible adds or widens; editorial is words only. Where
it cannot be known that a difference only widens, it is breaking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict

from specs_app.document.item_keys import ITEM_KEYS
from specs_app.document.names import Kind, logical_type
from specs_app.document.types import ChangeClass, Item, ReturnMapping
from specs_app.document.validation import Validation

Grade = Callable[[Item, Item], ChangeClass]


def _always(change_class: ChangeClass) -> Grade:
    return lambda _before, _after: change_class


def _switch(field: str) -> Grade:
    """Switching a demand on narrows, switching it off widens."""
    return lambda _before, after: "breaking" if getattr(after, field) else "compatible"


#: Kinds that every value of another kind fits into, whatever the size.
WIDER: frozenset[tuple[Kind, Kind]] = frozenset(
    {
        ("boolean", "integer"),
        ("integer", "decimal"),
        ("date", "datetime"),
    }
)


#: How much a type holds beside others that its values may go to: numbers by range, text by its set of characters.
WIDTHS = {
    "tinyint": 1,
    "smallint": 2,
    "int": 3,
    "integer": 3,
    "bigint": 4,
    "real": 1,
    "float": 2,
    "double": 2,
    "double precision": 2,
    "char": 1,
    "varchar": 1,
    "text": 1,
    "nchar": 2,
    "nvarchar": 2,
    "ntext": 2,
    "string": 2,
}


def _type_grade(before: Item, after: Item) -> ChangeClass:
    old, new = logical_type(before), logical_type(after)
    if (old.kind, new.kind) in WIDER:
        return "compatible"
    if (old.kind, new.kind) != ("char", "text") and (old.kind != new.kind or new.kind == "unknown"):
        return "breaking"
    return "breaking" if _width(after) < _width(before) else size_grade(old.size, new.size)


def _width(item: Item) -> int:
    return WIDTHS.get(item.type.partition("(")[0].strip().lower(), 0)


def size_grade(before: str, after: str) -> ChangeClass:
    """A size that stays or grows widens. No size is taken for unlimited, as ``MAX`` is."""
    return "compatible" if _limit(after) >= _limit(before) else "breaking"


def _limit(size: str) -> float:
    return int(size) if size.isascii() and size.isdecimal() and len(size) < 10 else float("inf")


def _category_grade(_before: Item, after: Item) -> ChangeClass:
    return "breaking" if after.category else "compatible"


def _validators_grade(before: Item, after: Item) -> ChangeClass:
    """A demand that goes widens, one that comes or changes narrows; which of a return's rules it stands for is no demand."""
    return "breaking" if Counter(_demands(after)) - Counter(_demands(before)) else "compatible"


def _demands(item: Item) -> Iterator[Validation]:
    """Validators without the names that files may leave out: of the return's rule, and of an only argument."""
    for entry in item.validators:
        only = len(entry.values) == 1
        yield Validation(entry.validator, tuple(("" if only else name, value) for name, value in entry.values))


def _domains_grade(before: Item, after: Item) -> ChangeClass:
    return "compatible" if set(before.domains) <= set(after.domains) else "breaking"


#: How far a sensitivity protects; of two that protect alike it cannot be known which asks for more.
PROTECTION = {"personal": 1, "special_category": 2, "identifier": 2}


def _sensitivity_grade(before: Item, after: Item) -> ChangeClass:
    """Asking for more care widens; where none was asked for, nothing is taken away."""
    old, new = PROTECTION.get(before.sensitivity, 0), PROTECTION.get(after.sensitivity, 0)
    return "compatible" if new > old or not old else "breaking"


def places_grade(before: Iterable[ReturnMapping], after: Iterable[ReturnMapping]) -> ChangeClass:
    """Places of an item in one return: a place that is gone, or says something else, breaks; one that says more does not."""
    new = [asdict(place) for place in after]
    kept = (any(_says(place, asdict(old)) for place in new) for old in before)
    return "compatible" if all(kept) else "breaking"


def _says(place: Mapping[str, object], former: Mapping[str, object]) -> bool:
    return all(not value or place[key] == value for key, value in former.items())


def _size_grade(before: Item, after: Item) -> ChangeClass:
    return size_grade(before.max_field_size, after.max_field_size)


#: Fields whose differences are as grave as their values say.
OWN: dict[str, Grade] = {
    "type": _type_grade,
    "max_field_size": _size_grade,
    "required": _switch("required"),
    "unique": _switch("unique"),
    "validators": _validators_grade,
    "domains": _domains_grade,
    "category": _category_grade,
    "sensitivity": _sensitivity_grade,
}
#: Field of an item: the kind of change, and how grave it is. ``returns``, ``returns_map`` and ``cms`` are compared entry by entry.
FIELDS: dict[str, tuple[str, Grade]] = {
    **{key.name: (key.change, _always(key.grade) if key.grade else OWN[key.name]) for key in ITEM_KEYS if key.change},
    "extra": ("other", _always("compatible")),
}
