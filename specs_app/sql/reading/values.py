"""The variables of a script: plain values become parameters, expressions stand in for the variables that hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from specs_app.document.extract_settings import ParameterType
from specs_app.sql.reading.report import FoundParameter

LONGEST = 4000
WHOLE = frozenset({"INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BIT"})
DAYS = ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
LITERAL = re.compile(r"^\s*(?:[Nn]?'((?:[^']|'')*)'|([+-]?\d+))\s*$")


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable at one place of a script: the parameter that it is, or the expression that stands in for it.

    ``uses`` are the parameters of the expression. A variable that is not ``known`` holds what cannot be carried over (``reason``).
    """

    key: str
    type: str
    line: int
    expression: str = ""
    literal: str | None = None
    known: bool = True
    reason: str = ""
    uses: tuple[str, ...] = ()


@dataclass
class Parameters:
    """The parameters of all the scripts; the first value of a key is its default."""

    found: dict[str, FoundParameter] = field(default_factory=dict)

    def ask(self, variable: Variable, file: str) -> bool:
        """Notes that a body asks for a variable; False where the key already has another value."""
        default = _default(variable)
        wanted = FoundParameter(variable.key, parameter_type(variable), default, file, variable.line)
        had = self.found.get(variable.key)
        if had is None or not had.default:
            self.found[variable.key] = wanted
            return True
        return had.default == default or not default


def parameter_type(variable: Variable) -> ParameterType:
    """The type of a parameter, by how the script declares it and by its value."""
    declared = re.split(r"\W", variable.type.strip().upper(), maxsplit=1)[0]
    if declared in WHOLE or (
        declared in {"NUMERIC", "DECIMAL", ""} and (variable.literal or "").lstrip("+-").isdigit()
    ):
        return "integer"
    return "date" if declared.startswith(("DATE", "SMALLDATE", "TIMESTAMP")) else "text"


def literal_of(expression: str) -> str | None:
    """The value of a plain text or whole number; None for any other expression."""
    match = LITERAL.match(expression)
    if match is None:
        return None
    return match[1].replace("''", "'") if match[1] is not None else match[2]


def _default(variable: Variable) -> str:
    value = variable.literal or ""
    return _day(value) if parameter_type(variable) == "date" else value


def _day(value: str) -> str:
    for pattern in DAYS:
        try:
            return datetime.strptime(value.strip(), pattern).date().isoformat()
        except ValueError:
            continue
    return value
