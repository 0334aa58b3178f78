"""What a rule yields, and the table that rules enter themselves into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from specs_app.document.problems import Severity
from specs_app.document.types import Document


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where (an address, the key within it, the line within a text that is the part), what, and what to do.

    ``grave`` makes it an error whatever the rule says.
    """

    address: str
    key: str
    message: str
    remedy: str
    line: int = 0
    grave: bool = False


Check: TypeAlias = Callable[[Document], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class LintRule:
    """A stable id, how bad a fault is, what the rule asks in one line, and the check."""

    id: str
    severity: Severity
    asks: str
    check: Check


RULES: dict[str, LintRule] = {}


def rule(identifier: str, severity: Severity) -> Callable[[Check], Check]:
    """Enters a check into the table; the first line of its docstring says what it asks."""

    def enter(check: Check) -> Check:
        asks = (check.__doc__ or "").strip().partition("\n")[0]
        RULES[identifier] = LintRule(identifier, severity, asks, check)
        return check

    return enter
