"""What a form of an edit is: its sections of questions, what it is about, and what becomes of the answers. Plain data.

A question's ``key`` is the key of a typed edit's values, unless its form says otherwise in ``compose``. How it is shown and
read is in `kinds`, what comes of the answers in `composing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from specs_app.document.types import Document

Kind = Literal[
    "line",
    "day",
    "prose",
    "sql",
    "size",
    "flag",
    "number",
    "choice",
    "radios",
    "choices",
    "another",
    "place",
    "pointer",
    "records",
    "table",
    "group",
    "rows",
    "each",
]
#: What kind of part a form is about. The standard as a whole has no name.
Part = Literal[
    "standard",
    "item",
    "object",
    "relationship",
    "category",
    "value",
    "return",
    "system",
    "domain",
    "status",
    "validator",
    "datatype",
    "parameter",
    "join",
    "row_scope",
    "lookup",
    "rule",
    "extract",
    "authority",
]
Values: TypeAlias = Mapping[str, Any]
#: A typed edit as JSON: action, target, values.
RawEdit: TypeAlias = dict[str, Any]
Pairs: TypeAlias = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class About:
    """What an edit is about: the standard with the draft's other edits in it, the part, and what was chosen besides.

    ``retired`` are the references that no new item may be given.
    """

    document: Document
    target: str = ""
    chosen: str = ""
    retired: frozenset[str] = frozenset()


Options: TypeAlias = Callable[[About], Pairs]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: a label, a hint, and how it is answered (see `kinds`).

    ``options`` are the answers to choose from, ``near`` those to show first; ``blank`` says what choosing none means.
    ``missing`` is said where an answer is needed and there is none. ``columns`` are the parts of a compound answer.
    """

    key: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    options: Options | None = None
    near: Options | None = None
    blank: str = "None"
    required: bool = False
    missing: str = ""
    rows: int = 4
    columns: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under a heading; a ``closed`` one is passed over by most people, and opened where they need it."""

    title: str
    questions: tuple[Question, ...]
    hint: str = ""
    closed: bool = False


def nothing(_about: About) -> Values:
    """A part that is not there yet has no answers."""
    return {}


def as_given(_about: About, values: Values) -> Values:
    """The values of an edit are the answers."""
    return values


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a stored edit is about, as its form asks for it."""

    target: str
    chosen: str
    values: Values


def recalled(edit: Values) -> Recalled:
    """An edit whose target and values are those of its form."""
    return Recalled(edit["target"], "", edit["values"] or {})


@dataclass(frozen=True, slots=True)
class EditForm:
    """One way to edit. ``title`` heads the page, with ``{target}`` in it; ``part`` is what kind of part it is about.

    ``key`` names it in addresses: an action may be asked for in several forms. ``keys`` are the values of the action that it
    asks for; ``fits`` says whether it is the form of given values, where another has the same keys. ``stands`` gives the part
    as it stands as answers, ``opens`` the answers of a given edit, ``compose`` the edits that answers come to; ``checks`` what
    is wrong with them besides what the edit itself judges, by the question's field. ``choose`` is asked before the form opens,
    as the answer decides what stands in it. ``offered`` says in which
    standards it can be begun. ``names`` is the question whose answer names the new part; ``line`` is how a
    proposal tells its edits.
    """

    key: str
    action: str
    part: Part
    choice: str
    title: str
    compose: Callable[[EditForm, About, Values], list[RawEdit]]
    sections: tuple[Section, ...] = ()
    note: str = ""
    keys: tuple[str, ...] = ()
    line: str = ""
    stands: Callable[[About], Values] = nothing
    opens: Callable[[About, Values], Values] = as_given
    recalls: Callable[[Values], Recalled] = recalled
    checks: Callable[[About, Values, Values], dict[str, str]] = field(default=lambda *_: {})
    fits: Callable[[Values], bool] = field(default=lambda _values: True)
    choose: Question | None = None
    names: str = ""
    offered: Callable[[Document], bool] = field(default=lambda _document: True)

    def questions(self) -> Iterator[Question]:
        """All of its questions, in order."""
        return (question for section in self.sections for question in section.questions)

    def heading(self, target: str, chosen: str) -> str:
        """What heads the page; before it is said what it is about, the choice that led here."""
        return (
            self.title.format(target=target, chosen=chosen) if target or "{target}" not in self.title else self.choice
        )

    @property
    def asks_sql(self) -> bool:
        """Whether the answers can be checked as SQL before they are saved."""
        return any(question.kind == "sql" for question in self.questions())

    @property
    def labels(self) -> dict[str, str]:
        """What each value is called where an edit is told."""
        return {question.key: question.label for question in self.questions()}


def blank(value: Any) -> bool:
    """Whether an answer says nothing. An empty text says something: the first place of a list."""
    return value is None or value is False or value == [] or value == {}


def plain(*questions: Question) -> tuple[Section, ...]:
    """A form of one section, which needs no heading."""
    return (Section("", questions),)
