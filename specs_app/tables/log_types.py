"""The words that a change log has for kinds of changes, as far as the log itself says what they mean. Pure.

Logs are kept by hand before a portal continues them, in words of their own such as ``New Feature``. A type whose words fit one
meaning alone is used for new rows of that meaning; where a log has none, the class of the change is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from specs_app.tables.logged_changes import LoggedChange

#: What a row says of its item where that is new; the other meanings are the classes.
NEW = "new"
#: By meaning the words that tell of it.
WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        NEW: frozenset({"new", "add", "added", "addition"}),
        "local": frozenset({"local"}),
        "editorial": frozenset({"editorial", "wording", "typo", "clarification", "documentation"}),
        "compatible": frozenset({"compatible", "enhancement", "improvement", "extension"}),
        "breaking": frozenset({"breaking", "removal", "removed", "deprecation", "deprecated"}),
    }
)
#: By meaning the type that the log uses for it.
Types: TypeAlias = Mapping[str, str]
NONE: Types = MappingProxyType({})


def types_of(log: Iterable[LoggedChange]) -> Types:
    """The type for each meaning that a log has a word for; of several the one that it uses most."""
    used = Counter(change.kind for change in log if change.kind)
    found: dict[str, str] = {}
    for kind, _ in sorted(used.items(), key=lambda pair: (-pair[1], pair[0])):
        meanings = _meanings(kind)
        if len(meanings) == 1:
            found.setdefault(meanings[0], kind)
    return found


def _meanings(kind: str) -> list[str]:
    words = set(re.findall(r"[a-z]+", kind.casefold()))
    return [meaning for meaning, telling in WORDS.items() if words & telling]
