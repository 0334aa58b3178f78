"""What has changed in a proposal since somebody voted on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from changes_app.proposals.assessment import sign
from specs_app.document.diff import Change
from specs_app.document.wording import Span, word_diff

Differences = Iterable[Mapping[str, Any]]
#: A place of the standard: kind of the difference, address, field.
Place = tuple[str, str, str]

#: What a proposal's own words are called on its page.
WORDS = {"title": "Title", "reason": "What is wrong", "benefit": "Why it matters"}


@dataclass(frozen=True, slots=True)
class Reworded:
    """One of the proposal's own texts, word by word."""

    name: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SinceVote:
    """``altered`` lead from what was voted on to what is proposed now; ``fresh`` were not in it; ``gone`` are proposed no more."""

    words: tuple[Reworded, ...] = ()
    altered: tuple[Change, ...] = ()
    fresh: tuple[Change, ...] = ()
    gone: tuple[Change, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the proposal comes to the same, in the same words."""
        return not (self.words or self.altered or self.fresh or self.gone)


def since(
    words: Mapping[str, str], differences: Differences, *, now: Mapping[str, str], proposed: Differences
) -> SinceVote:
    """From ``words`` and ``differences`` (``Change.as_dict``), which were voted on, to ``now`` and ``proposed``."""
    old, new = _placed(differences), _placed(proposed)
    return SinceVote(
        words=tuple(_reworded(words, now)),
        altered=tuple(
            _altered(old[place], change) for place, change in new.items() if _differs(old.get(place), change)
        ),
        fresh=tuple(change for place, change in new.items() if place not in old),
        gone=tuple(change for place, change in old.items() if place not in new),
    )


def _placed(differences: Differences) -> dict[Place, Change]:
    changes = (Change.from_dict(entry) for entry in differences)
    return {(change.kind, change.address, change.field): change for change in changes}


def _reworded(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Reworded]:
    for key, name in WORDS.items():
        if before.get(key, "") != after.get(key, ""):
            yield Reworded(name, word_diff(before.get(key, ""), after.get(key, "")))


def _differs(old: Change | None, new: Change) -> bool:
    return old is not None and sign(old.as_dict()) != sign(new.as_dict())


def _altered(old: Change, new: Change) -> Change:
    """From the value that was voted on to the one proposed now; of a whole part only the keys that differ."""
    if new.field or not (isinstance(old.after, Mapping) and isinstance(new.after, Mapping)):
        return Change(new.kind, new.address, new.field, old.after, new.after, new.change_class)
    keys = [key for key in {**old.after, **new.after} if old.after.get(key) != new.after.get(key)]
    before, after = ({key: side.get(key) for key in keys} for side in (old.after, new.after))
    return Change("other", new.address, "", before, after, new.change_class)
