"""What other open proposals do to the same parts, in words: ``removes this item``. Pure.

Parts are the same where their addresses are, where one lies within the other (a code and its list), and where one is an object that
an item comes to or leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from specs_app.document import paths
from specs_app.document.describe import field_name
from specs_app.document.diff import Change

#: So many things that one proposal does are told; its own page has them all.
MOST_TOLD = 3


class OtherProposal(Protocol):
    """What is asked of another proposal: the differences are ``Change.as_dict``."""

    number: str
    title: str
    differences: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Collision:
    """Another proposal, and what it does to parts that are meant here, such as ``removes this item``."""

    number: str
    title: str
    words: str


def at(address: str, others: Iterable[OtherProposal]) -> tuple[Collision, ...]:
    """The proposals that alter the part at an address, which the words call ``this item``."""
    return tuple(_met({address}, address, others))


def between(changes: Iterable[Change], others: Iterable[OtherProposal]) -> tuple[Collision, ...]:
    """The proposals that alter what ``changes`` alter too."""
    return tuple(_met({place for change in changes for place in places(change)}, "", others))


def places(change: Change) -> Iterator[str]:
    """The addresses that one change alters: its own, that under a former name, and the objects that an item is added to, moved from
    and moved to."""
    yield change.address
    if (former := _former(change)) != change.address:
        yield former
    if change.kind == "moved" and change.field == "object":
        yield from (paths.of_object(name) for name in (change.before, change.after))
    elif change.kind == "added" and isinstance(change.after, Mapping) and "object" in change.after:
        yield paths.of_object(change.after["object"])


def _former(change: Change) -> str:
    """The address that the part has until the change: an object or a code list under another name has another one."""
    kind = paths.split(change.address)[0]
    return paths.join(kind, change.before) if change.kind == "renamed" and kind != "items" else change.address


def around(address: str) -> tuple[str, ...]:
    """An address and the one of the part that it lies within, where there is one."""
    parts = paths.split(address)
    within = paths.join(*parts[:2]) if len(parts) > 2 and parts[0] == "categories" else ""
    return (address, within) if within else (address,)


def _met(here: set[str], this: str, others: Iterable[OtherProposal]) -> Iterator[Collision]:
    for other in others:
        changes = (Change.from_dict(entry) for entry in other.differences)
        told = dict.fromkeys(_told(change, this) for change in changes if _meets(change, here))
        if told:
            yield Collision(other.number, other.title, _joined(list(told)))


def _meets(change: Change, here: set[str]) -> bool:
    if not here.isdisjoint(place for altered in places(change) for place in around(altered)):
        return True
    return any(change.address in around(address) for address in here)


def _told(change: Change, this: str) -> str:
    words = WORDS.get(change.kind, _field)
    return words(change, _name(_former(change), this), this)


def _name(address: str, this: str) -> str:
    """``this item`` for the part that is meant, else what it is and its name: ``item PERS002A``."""
    kind, *names = paths.split(address)
    noun = NOUNS.get(kind, kind)
    if kind == "categories" and len(names) > 1:
        return "this code" if address == this else f"code {names[1]}{_of_list(names[0], this)}"
    if kind == "relationships":
        child, _, parent = names[0].partition(">")
        return f"the relationship of {child} to {parent}"
    if kind == "extracts":
        return "this SQL" if address == this else f"the SQL {'/'.join(names)}"
    if kind == "settings":
        return " ".join(["the settings", *names])
    return f"this {noun}" if address == this else f"{noun} {'/'.join(names)}"


def _of_list(name: str, this: str) -> str:
    return "" if this.startswith(paths.of_category(name)) else f" of code list {name}"


def _field(change: Change, name: str, _this: str) -> str:
    """A value that is another one; of settings and the like the whole part."""
    field = change.field.partition("/")[0]
    if not field:
        return f"{_verb(change)} {name}"
    return f"changes the {field_name(field)} of {name}"


def _verb(change: Change) -> str:
    if change.before is None:
        return "adds"
    return "removes" if change.after is None else "changes"


def _added(change: Change, name: str, this: str) -> str:
    """A new item is told with its object, as its own name says little yet."""
    home = change.after.get("object") if isinstance(change.after, Mapping) else None
    if not home:
        return f"adds {name}"
    return f"adds an item to {_name(paths.of_object(home), this)}"


def _moved(change: Change, name: str, _this: str) -> str:
    return f"moves {name} to object {change.after}" if change.field == "object" else f"moves {name} to another place"


def _switch(change: Change, name: str, _this: str) -> str:
    return f"makes {name} {'' if change.after else 'no longer '}{field_name(change.field)}"


def _extract(change: Change, name: str, _this: str) -> str:
    """A body by its output columns; that its text or a named query differs is seen in these."""
    part, _, column = change.field.partition("/")
    return f"changes where {name} takes {column} from" if part == "columns" else f"changes {name}"


def _mapping(change: Change, name: str, _this: str) -> str:
    return f"changes how {change.field.partition('/')[2]} holds {name}"


def _return(change: Change, name: str, _this: str) -> str:
    key = change.field.partition("/")[2]
    return f"changes whether or where {key} asks for {name}"


Words = Callable[[Change, str, str], str]
NOUNS = {"objects": "object", "items": "item", "categories": "code list", "authorities": "authority"}
WORDS: dict[str, Words] = {
    "added": _added,
    "removed": lambda _change, name, _this: f"removes {name}",
    "renamed": lambda change, name, _this: f"renames {name} to {change.after}",
    "moved": _moved,
    "required": _switch,
    "unique": _switch,
    "key": lambda change, name, _this: f"makes {name} {'' if change.after else 'no longer '}part of the primary key",
    "return": _return,
    "mapping": _mapping,
    "extract": _extract,
    "code_added": lambda _change, name, _this: f"adds {name}",
    "code_removed": lambda _change, name, _this: f"removes {name}",
    "code_redefined": lambda _change, name, _this: f"changes the meaning of {name}",
    "code_dates": lambda _change, name, _this: f"changes how long {name} is valid",
}


def _joined(told: list[str]) -> str:
    shown = told[:MOST_TOLD] + (["more"] if len(told) > MOST_TOLD else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
