"""Whatever changes: each change that concerns somebody is in their list, and no other is."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specs_app.document import paths
from specs_app.document.diff import Change, diff
from specs_app.document.edits import apply
from specs_app.document.for_me import Mine, ThingToDo, things_to_do
from specs_app.document.types import CmsMapping, Document, Item, item_key
from tests.soak import SOAK
from tests.strategies import RETURNS, SYSTEMS, documents, edits_for

many = settings(
    max_examples=200 if SOAK else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def steps(draw: st.DrawFn) -> tuple[Document, Document]:
    """A document before and after a few edits."""
    before = draw(documents())
    after = before
    for _ in range(draw(st.integers(1, 3))):
        if all(entry.items for entry in after.objects) and after.objects:
            after = apply(after, [draw(edits_for(after))]).document
    return before, after


def somebody() -> st.SearchStrategy[Mine]:
    """Whoever runs or makes at least something."""
    some = st.builds(Mine, st.frozensets(st.sampled_from(SYSTEMS)), st.frozensets(st.sampled_from((*RETURNS, "NEW1"))))
    return some.filter(lambda mine: not mine.is_everything)


class Oracle:
    """Who is concerned, worked out from what each item says itself."""

    def __init__(self, before: Document, after: Document, mine: Mine) -> None:
        self.mine = mine
        renamed = [change for change in diff(before, after) if change.kind == "renamed"]
        self.former = {change.address: change.before for change in renamed}
        rows = [*((before, *row) for row in before.items()), *((after, *row) for row in after.items())]
        self.keys = {item_key(entry, item) for side, entry, item in rows if self._is_mine(side, item)}
        self.old, self.new = ([row for row in side.items() if item_key(*row) in self.keys] for side in (before, after))
        later = {change.before: change.after for change in renamed if change.address.startswith("objects/")}
        self.ends = {f"{entry.name}.{item.name}" for entry, item in self.new}
        for entry, item in self.old:
            home, now = after.item_by_ref.get(item_key(entry, item), (entry, item))
            self.ends.add(f"{later.get(home.name, home.name)}.{now.name}")

    def _is_mine(self, side: Document, item: Item) -> bool:
        returns = {*item.returns, *(place.name for place in item.returns_map)}
        systems = {one.cms for one in item.cms if one.marked or self._says_where(one, side)}
        return bool(self.mine.returns & returns or self.mine.systems & systems)

    @staticmethod
    def _says_where(mapping: CmsMapping, side: Document) -> bool:
        own = mapping.table.lower() in {entry.name for entry in side.objects}
        return bool(mapping.source or (mapping.table and mapping.field and not own))

    def is_concerned(self, change: Change) -> bool:
        kind, *names = paths.split(change.address)
        concerned: bool = getattr(self, f"_{kind}")(change, *names)
        return concerned

    def _items(self, change: Change, key: str) -> bool:
        group, _, name = change.field.partition("/")
        if group == "cms":
            return name in self.mine.systems
        return name in self.mine.returns if group in {"returns", "returns_map"} else key in self.keys

    def _objects(self, _change: Change, name: str) -> bool:
        former = self.former.get(paths.of_object(name), name)
        return any(entry.name == former for entry, _ in self.old) or any(entry.name == name for entry, _ in self.new)

    def _categories(self, _change: Change, name: str, *_code: str) -> bool:
        former = self.former.get(paths.of_category(name), name)
        return any(item.category == former for _, item in self.old) or any(
            item.category == name for _, item in self.new
        )

    def _extracts(self, _change: Change, cms: str, name: str, *_variant: str) -> bool:
        return cms in self.mine.systems

    def _authorities(self, change: Change, _code: str) -> bool:
        return False

    def _relationships(self, _change: Change, name: str) -> bool:
        child, _, parent = name.partition(">")
        return child in self.ends or parent in self.ends

    def _settings(self, _change: Change, *names: str) -> bool:
        if len(names) < 2 or names[0] == "rules":
            return False
        if names[0] in {"cms", "returns"}:
            return names[1] in (self.mine.systems if names[0] == "cms" else self.mine.returns)
        return any(self._names(item, *names) for _, item in (*self.old, *self.new))

    @staticmethod
    def _names(item: Item, registry: str, key: str) -> bool:
        said = {
            "domains": key in item.domains,
            "statuses": key in {item.status, *(one.status for one in item.cms)},
            "validators": key in {one.validator for one in item.validators}
            or (key in {"required", "unique"} and getattr(item, key)),
            "datatypes": key == item.type,
        }
        return said.get(registry, False)


def changes_of(things: tuple[ThingToDo, ...]) -> list[Change]:
    return [thing.change for thing in things]


@given(sides=steps(), mine=somebody())
@many
def test_all_that_concerns_me_is_told_and_nothing_else(sides: tuple[Document, Document], mine: Mine) -> None:
    oracle = Oracle(*sides, mine)
    expected = [change for change in diff(*sides) if oracle.is_concerned(change)]
    assert changes_of(things_to_do(*sides, mine)) == expected


@given(sides=steps(), mine=somebody(), other=somebody())
@many
def test_two_together_are_told_what_either_is(sides: tuple[Document, Document], mine: Mine, other: Mine) -> None:
    both = Mine(mine.systems | other.systems, mine.returns | other.returns)
    either = [*changes_of(things_to_do(*sides, mine)), *changes_of(things_to_do(*sides, other))]
    assert changes_of(things_to_do(*sides, both)) == [change for change in diff(*sides) if change in either]


@given(sides=steps())
@many
def test_everything_is_told_in_one_line(sides: tuple[Document, Document]) -> None:
    """A sentence for every kind of change, whatever the names are, each as urgent as it is grave."""
    things = things_to_do(*sides, Mine())
    assert changes_of(things) == list(diff(*sides))
    assert all(thing.text.strip() for thing in things)
    words = {"breaking": "must", "compatible": "should", "editorial": "know", "local": "should"}
    assert all(thing.urgency == words[thing.change.change_class] for thing in things)


@given(document=documents(), mine=somebody())
@many
def test_nothing_has_changed_since_the_version_itself(document: Document, mine: Mine) -> None:
    assert things_to_do(document, document, mine) == ()
