"""What a key of a file should hold, from what it holds now and what its meaning was and shall be.

A file may say more than the document takes from it: unknown keys, entries that fit nothing, another order. Only the difference
between the two meanings is carried over, so all of that stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import TypeAlias

from specs_app.document.values import Plain, Table


class Missing(Enum):
    """The one value that says a key is not there (null is a value)."""

    ABSENT = 0


ABSENT = Missing.ABSENT
Maybe: TypeAlias = "Plain | Missing"


def merged_table(actual: Table, old: Mapping[str, Plain], new: Mapping[str, Plain], order: Sequence[str]) -> Table:
    """The mapping with the keys changed that differ between ``old`` and ``new``; new keys take their place in ``order``."""
    result = dict(actual.pairs)
    added = []
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, ABSENT), new.get(key, ABSENT)
        if before == after:
            continue
        value = merged(result.get(key, ABSENT), before, after)
        if value is ABSENT:
            result.pop(key, None)
        elif key in result:
            result[key] = value
        else:
            added.append((key, value))
    return Table(tuple(_placed(list(result.items()), added, order)))


def merged(actual: Maybe, old: Maybe, new: Maybe) -> Maybe:
    """The value after the step from ``old`` to ``new``."""
    if old == new:
        return actual
    if isinstance(actual, Table) and isinstance(old, Table) and isinstance(new, Table) and _in_order(old, new):
        return merged_table(actual, dict(old.pairs), dict(new.pairs), [key for key, _ in new.pairs])
    if isinstance(old, tuple) or isinstance(new, tuple):
        return (
            _merged_list(_as_tuple(actual), _as_tuple(old), _as_tuple(new)) if new is not ABSENT else _left(actual, old)
        )
    return new


def _in_order(old: Table, new: Table) -> bool:
    """Whether the keys that both have stand in the same order."""
    before, after = dict(old.pairs), dict(new.pairs)
    return [key for key in before if key in after] == [key for key in after if key in before]


def _left(actual: Maybe, old: Maybe) -> Maybe:
    """What remains of a list whose known entries all go: entries that were not understood stay."""
    rest = _merged_list(_as_tuple(actual), _as_tuple(old), ())
    return rest or ABSENT


def _as_tuple(value: Maybe) -> tuple[Plain, ...]:
    if value is ABSENT or value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _merged_list(actual: tuple[Plain, ...], old: tuple[Plain, ...], new: tuple[Plain, ...]) -> tuple[Plain, ...]:
    if actual == old:
        return new
    if len(actual) == len(old) and all(isinstance(entry, Table) for entry in actual):
        return _stepwise(actual, old, new)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    kept = []
    for entry in actual:
        if gone[entry]:
            gone[entry] -= 1
        else:
            kept.append(entry)
    for entry in new:
        if come[entry]:
            come[entry] -= 1
            kept.append(entry)
    return tuple(kept)


def _stepwise(actual: tuple[Plain, ...], old: tuple[Plain, ...], new: tuple[Plain, ...]) -> tuple[Plain, ...]:
    """Entries that hold more than the document knows, changed one by one."""
    result: list[Plain] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            result += actual[start:end]
            continue
        for offset, entry in enumerate(new[first:last]):
            there = start + offset < end
            value = merged(actual[start + offset], old[start + offset], entry) if there else entry
            result.append(entry if value is ABSENT else value)
    return tuple(result)


def _placed(
    pairs: list[tuple[str, Plain]], added: list[tuple[str, Plain]], order: Sequence[str]
) -> list[tuple[str, Plain]]:
    """Each new key behind the last key that comes before it in ``order``; unknown keys come after all known ones."""
    rank = {key: index for index, key in enumerate(order)}
    for key, value in added:
        mine = rank.get(key, len(rank))
        before = [index for index, (other, _) in enumerate(pairs) if rank.get(other, len(rank)) <= mine]
        pairs.insert(before[-1] + 1 if before else 0, (key, value))
    return pairs
