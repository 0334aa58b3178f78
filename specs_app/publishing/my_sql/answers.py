"""What somebody answered for a script of their own, as it stands in a query: the page, the file and REST read the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeAlias

from specs_app.publishing.links import QueryValue

#: Names and texts of a query, in order.
QueryPairs: TypeAlias = tuple[tuple[str, str], ...]
#: The fields of `ScriptAnswers` whose name in a query is another, ``as`` being no name in Python.
NAMES = {"form": "as"}
#: The parameter that may be given several times: values of the standard's own parameters, as ``years:5``.
VALUES = "set"
SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class ScriptAnswers:
    """Texts as they were given, without the blanks around them; an empty one says nothing.

    ``la`` is the code of an authority. ``values`` are texts of the form ``key:value``.
    """

    la: str = ""
    cms: str = ""
    variant: str = ""
    dialect: str = ""
    source_schema: str = ""
    database: str = ""
    schema: str = ""
    form: str = ""
    rebuild: str = ""
    values: tuple[str, ...] = ()

    def query(self) -> dict[str, QueryValue]:
        """What it says, by name, to be written as a query."""
        several: dict[str, QueryValue] = {VALUES: self.values} if self.values else {}
        return {**{name: text for name, text in self.pairs() if name != VALUES}, **several}

    def pairs(self) -> QueryPairs:
        """The same as pairs, in a fixed order."""
        single = ((NAMES.get(name, name), getattr(self, name)) for name in SINGLE)
        return (*((name, text) for name, text in single if text), *((VALUES, text) for text in self.values))

    @property
    def given(self) -> dict[str, str]:
        """The values of parameters by key; of those of one key the last."""
        pairs = (text.partition(SEPARATOR) for text in self.values)
        return {key.strip(): value.strip() for key, _, value in pairs}

    def with_values(self, given: Mapping[str, str]) -> ScriptAnswers:
        """The same with these values of parameters and no others; an empty one says nothing."""
        return replace(self, values=tuple(f"{key}{SEPARATOR}{value}" for key, value in sorted(given.items()) if value))


SINGLE = tuple(entry.name for entry in fields(ScriptAnswers) if entry.name != "values")
#: The names in a query of all that is given once.
QUERY_NAMES = tuple(NAMES.get(name, name) for name in SINGLE)


def answers_of(texts: Mapping[str, str], values: Iterable[str]) -> ScriptAnswers:
    """Answers from the texts of a query by name, and from its values of parameters."""
    single = {name: texts.get(NAMES.get(name, name), "").strip() for name in SINGLE}
    given = tuple(dict.fromkeys(text for one in values if (text := one.strip())))
    return ScriptAnswers(**single, values=tuple(sorted(given)))
