"""What is wrong with answers, each by its name in the query."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from specs_app.document.dialects import DIALECTS
from specs_app.document.extract_settings import value_fault
from specs_app.publishing.my_sql.answers import SEPARATOR, VALUES
from specs_app.publishing.my_sql.asked import Understood
from specs_app.sql.dialects import dialect_of
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.names import place_faults
from specs_app.sql.options import FORMS, REBUILDS

UNKNOWN, BAD = "unknown-choice", "bad-value"
SETTLED = "It stands in the authority's settings: give another one, or have the settings corrected. "


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """``name`` as in a query; ``key`` of a parameter where it is about one. ``known`` are the words that would do."""

    name: str
    code: str
    text: str
    key: str = ""
    known: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The text with all that is known."""
        if self.known:
            return f"{self.text} Known are: {', '.join(self.known)}."
        return f"{self.text} There are none." if self.code == UNKNOWN else self.text


def faults_of(understood: Understood) -> tuple[AnswerFault, ...]:
    """Everything that is wrong, in the order of the questions."""
    return (*_choices(understood), *_places(understood), *_values(understood))


def _choices(understood: Understood) -> Iterator[AnswerFault]:
    answers, document = understood.answers, understood.document
    yield from _choice("la", "authority", answers.la, document.authority_by_code)
    yield from _choice("cms", "system", answers.cms, [cms.key for cms in document.settings.cms])
    if answers.variant and understood.cms:
        builds = understood.variants.get(understood.cms.key, ())
        yield from _choice("variant", f"local build of {understood.cms.title}", answers.variant, builds)
    yield from _choice("dialect", "database product", answers.dialect, DIALECTS)
    yield from _choice("as", "form of a script", answers.form, FORMS)
    yield from _choice("rebuild", "way to make tables anew", answers.rebuild, REBUILDS)


def _choice(name: str, noun: str, text: str, known: Collection[str]) -> Iterator[AnswerFault]:
    if text and text not in known:
        yield AnswerFault(name, UNKNOWN, f"There is no {noun} {text[:60]!r} here.", known=tuple(known))


def _places(understood: Understood) -> Iterator[AnswerFault]:
    if understood.dialect not in DIALECTS:
        return
    dialect = dialect_of(understood.dialect)
    for name, text in place_faults(understood.local, dialect).items():
        whose = "" if getattr(understood.answers, name) else SETTLED
        yield AnswerFault(name, BAD, f"{text} {whose}{_wanted(dialect)}")


def _wanted(dialect: Dialect) -> str:
    """What a name must be."""
    unit = "bytes" if dialect.measure == "bytes" else "signs"
    without = f", without {' or '.join(dialect.variables)}" if dialect.variables else ""
    return f"Give a name on one line, of at most {dialect.name_limit} {unit} a part{without}."


def _values(understood: Understood) -> Iterator[AnswerFault]:
    declared = {entry.key: entry for entry in understood.document.settings.parameters}
    for text in understood.answers.values:
        if SEPARATOR not in text:
            yield AnswerFault(VALUES, "bad-form", f"{text[:60]!r} is not of the form key:value.")
    for key, value in understood.answers.given.items():
        if key not in declared:
            yield AnswerFault(VALUES, UNKNOWN, f"There is no parameter {key[:60]!r} here.", known=tuple(declared))
        elif reason := value_fault(declared[key], value):
            yield AnswerFault(VALUES, BAD, f"{reason[:1].upper()}{reason[1:]}.", key)
