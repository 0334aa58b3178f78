"""The parameters of a script: what a query names by a colon becomes the literal of its value, on the tree, never in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from specs_app.document.extract_settings import ScriptParameter, value_fault
from specs_app.sql.dialects.base import Dialect


@dataclass(frozen=True, slots=True)
class ParameterValues:
    """The parameters that are declared, and the values that they have in one script, each as text."""

    declared: Mapping[str, ScriptParameter] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)

    def fault(self, name: str) -> str:
        """Why a parameter cannot be written; empty where it can."""
        if name not in self.declared:
            return f"the parameter :{name} is not declared"
        return value_fault(self.declared[name], self.values[name])

    def literal(self, name: str, dialect: Dialect) -> exp.Expr:
        """The value of a parameter that has no fault."""
        kind, value = self.declared[name].type, self.values[name]
        if kind == "integer":
            number = exp.Literal.number(value.removeprefix("-"))
            return exp.Paren(this=exp.Neg(this=number)) if value.startswith("-") else number
        if kind == "date":
            return exp.Cast(this=exp.Literal.string(value), to=exp.DataType.build("date"))
        return exp.National(this=value) if dialect.text_mark else exp.Literal.string(value)

    def bind(self, tree: exp.Expr, dialect: Dialect) -> str:
        """Writes the values into a tree below its root; else says why not, and leaves the tree as it was."""
        places = list(tree.find_all(exp.Placeholder))
        if reason := next(filter(None, (self.fault(place.name) for place in places)), ""):
            return reason
        for place in places:
            place.replace(self.literal(place.name, dialect))
        return ""

    def number(self, written: str) -> int | str:
        """A whole number above 0, from digits or the name of a parameter behind a colon; else why it is none, as text."""
        value = written
        if written.startswith(":"):
            if reason := self.fault(written[1:]):
                return reason
            value = self.values[written[1:]]
        fits = value.isascii() and value.isdigit() and int(value[:4]) > 0 and len(value) < 4
        return int(value) if fits else f"{written or 'nothing'} is no number of years"


NO_VALUES = ParameterValues()


def values_of(parameters: Iterable[ScriptParameter], given: Mapping[str, str]) -> ParameterValues:
    """The defaults, with what is given for a script in their place; what names no parameter is left out."""
    declared = {entry.key: entry for entry in parameters}
    return ParameterValues(declared, {key: given.get(key, entry.default) for key, entry in declared.items()})
