"""The questions by which somebody comes to a script of their own, one a page, each with what was answered before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.dialects import DIALECTS
from specs_app.publishing.links import Links, QueryValue
from specs_app.publishing.my_sql.asked import Understood
from specs_app.publishing.my_sql.faults import AnswerFault

#: What ``ask`` names in a query when nothing is left to ask.
DONE = "script"
#: Stands in front of the key of a parameter where a form asks for its value.
VALUE_PREFIX = "set."
#: The field of a form that asks for a system and its local build in one.
SYSTEM_FIELD = "system"
BUILD = "/"
UNSAID = {
    "council": AnswerFault("la", "missing", "Choose your council, or answer the questions instead."),
    "system": AnswerFault("cms", "missing", "Choose the system that your council runs."),
}
FORM_WORDS = {
    "script": ("One script", "Makes all tables, fills them, and tests them."),
    "files": ("A file for each object", "A zip with a list of its files in the order in which they run."),
    "procedures": ("Stored procedures", "One for each table, and one that runs them all."),
    "views": ("Views", "Hold no rows of their own: they read your system each time."),
    "temporary": ("Temporary tables", "Gone when the session ends."),
}
REBUILD_WORDS = {
    "drop": ("Drop them and make them anew", "Whatever stood in them is gone."),
    "keep": ("Keep those that still fit, and fill them anew", "Those of another shape are made anew."),
}


@dataclass(frozen=True, slots=True)
class AnswerOption:
    value: str
    text: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class QuestionField:
    """One field: ``radios``, a ``select``, or ``text``. ``label`` is empty where the heading of the page says it."""

    kind: str
    name: str
    id: str
    label: str = ""
    hint: str = ""
    value: str = ""
    options: tuple[AnswerOption, ...] = ()
    error: str = ""

    @property
    def first(self) -> str:
        """The id of the control that an error leads to."""
        return f"{self.id}-1" if self.kind == "radios" else self.id


@dataclass(frozen=True, slots=True)
class ScriptQuestion:
    """A page that asks one thing. ``hidden`` are the answers to the others; ``step`` says which question of how many it is."""

    title: str
    hint: str
    step: str
    fields: tuple[QuestionField, ...]
    hidden: tuple[tuple[str, str], ...]
    action: str
    back: str
    otherwise: str

    @property
    def errors(self) -> list[dict[str, str]]:
        """As the error summary takes them."""
        return [{"text": field.error, "href": f"#{field.first}"} for field in self.fields if field.error]


@dataclass(frozen=True, slots=True)
class Asking:
    """What a question is made from."""

    understood: Understood
    faults: tuple[AnswerFault, ...]
    links: Links
    since: str = ""

    @property
    def query(self) -> dict[str, QueryValue]:
        """All that was chosen so far."""
        return {**self.understood.answers.query(), **({"since": self.since} if self.since else {})}

    def settled(self, name: str) -> str:
        """What an authority's settings say of a place, as part of a hint."""
        own = getattr(self.understood.settings, name)
        return f". Left empty, it is {own}, as the council's settings say" if own else ""

    def error(self, name: str, key: str = "") -> str:
        """What is wrong with the answer of a name."""
        return " ".join(fault.text for fault in self.faults if (fault.name, fault.key) == (name, key))


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question: its heading, its fields, and the names in the query that it answers."""

    title: str
    hint: str
    names: tuple[str, ...]
    fields: Callable[[Asking], Iterator[QuestionField]]


def questions_of(understood: Understood) -> tuple[str, ...]:
    """The keys of the questions that a specification has, the choice of a council apart."""
    left_out = set() if understood.document.settings.parameters else {"values"}
    return tuple(key for key in QUESTIONS if key != "council" and key not in left_out)


def question_to_ask(understood: Understood, faults: Iterable[AnswerFault], ask: str) -> str:
    """The key of the question to show; empty where there is none left."""
    for fault in faults:
        return next(key for key, row in QUESTIONS.items() if fault.name in row.names)
    started = "council" if understood.document.authorities else "system"
    if understood.cms is None:
        later = ask in QUESTIONS and ask != "council"
        return "system" if later or understood.authority else started
    if ask in QUESTIONS:
        return ask
    return "" if understood.dialect else "product"


def left_unsaid(understood: Understood, ask: str) -> tuple[AnswerFault, ...]:
    """The fault of who went on without an answer that is needed."""
    if understood.cms is not None or understood.answers.cms or ask in {"", "council", "system"}:
        return ()
    if understood.answers.la and understood.authority is None:
        return ()
    asked = "council" if ask == DONE and understood.document.authorities and not understood.authority else "system"
    return (UNSAID[asked],)


def stands_alone(key: str, asking: Asking, ask: str, *, one: bool) -> bool:
    """Whether a question is asked by itself: as somebody changes one answer, or as one of a script's will not do."""
    at_its_end = bool(asking.faults) and ask in {"", DONE} and asking.understood.cms is not None
    return one or (at_its_end and key != "council")


def question_page(key: str, asking: Asking, *, alone: bool) -> ScriptQuestion:
    """The page of a question; ``alone`` where the answer to it leads straight back to the script."""
    row, understood = QUESTIONS[key], asking.understood
    order = questions_of(understood)
    position = order.index(key) if key in order else -1
    following = DONE if alone or position < 0 else next(iter(order[position + 1 :]), DONE)
    before = order[position - 1] if position > 0 else "council"
    query = asking.query
    return ScriptQuestion(
        title=row.title,
        hint=_note(key, understood) or row.hint,
        step="" if alone or position < 0 else f"Question {position + 1} of {len(order)}",
        fields=tuple(row.fields(asking)),
        hidden=tuple(_hidden(asking, row.names, following)),
        action=asking.links.current("my-sql", "answer"),
        back=asking.links.my_sql(**query, ask=DONE if alone else before) if query or position > 0 else "",
        otherwise=asking.links.my_sql(ask="system") if key == "council" and not alone else "",
    )


def _hidden(asking: Asking, asked: tuple[str, ...], following: str) -> Iterator[tuple[str, str]]:
    yield from ((name, text) for name, text in asking.understood.answers.pairs() if name not in asked)
    yield "ask", following
    yield from ((name, text) for name, text in (("since", asking.since), ("at", asking.links.at)) if text)


def _note(key: str, understood: Understood) -> str:
    """What is to be said of a question for this council."""
    authority = understood.authority
    if key == "system" and authority and understood.cms is None:
        return (
            f"The settings of {authority.title} call its system {authority.system!r}, which is none of these."
            if authority.system
            else f"The settings of {authority.title} do not say which system it runs."
        )
    return ""


def _options(words: Mapping[str, tuple[str, str]], chosen: str) -> tuple[AnswerOption, ...]:
    return tuple(AnswerOption(value, text, hint, value == chosen) for value, (text, hint) in words.items())


def _council(asking: Asking) -> Iterator[QuestionField]:
    understood = asking.understood
    words = {one.code: (f"{one.title} ({one.code})", "") for one in understood.document.authorities}
    by_name = dict(sorted(words.items(), key=lambda pair: pair[1][0].casefold()))
    none = AnswerOption("", "Choose a council", "", chosen=not understood.answers.la)
    options = (none, *_options(by_name, understood.answers.la))
    yield QuestionField("select", "la", "la", "Council", "", options=options, error=asking.error("la"))


def _system(asking: Asking) -> Iterator[QuestionField]:
    understood, words = asking.understood, dict[str, tuple[str, str]]()
    for cms in understood.document.settings.cms:
        words[cms.key] = (cms.title, "")
        for build in understood.variants.get(cms.key, ()):
            words[f"{cms.key}{BUILD}{build}"] = (f"{cms.title}, local build {build}", "")
    key, build = understood.cms.key if understood.cms else "", understood.local.variant
    chosen = f"{key}{BUILD}{build}" if f"{key}{BUILD}{build}" in words else key
    error = " ".join(filter(None, (asking.error("cms"), asking.error("variant"))))
    yield QuestionField("radios", SYSTEM_FIELD, SYSTEM_FIELD, options=_options(words, chosen), error=error)


def _product(asking: Asking) -> Iterator[QuestionField]:
    understood = asking.understood
    own = understood.cms.dialect if understood.cms else ""
    usual = f"What {understood.cms.title} usually runs on." if understood.cms else ""
    words = {key: (title, usual if key == own else "") for key, title in DIALECTS.items()}
    options = _options(words, understood.dialect)
    yield QuestionField("radios", "dialect", "dialect", options=options, error=asking.error("dialect"))


PLACE_WORDS = {
    "source_schema": ("Schema that is read", "Where your system's own tables are, such as dbo or HDM.Child_Social"),
    "database": ("Database for the new tables", "Leave it empty for the one in which the script is run"),
    "schema": ("Schema for the new tables", "Leave it empty for the one that your database takes by itself"),
}


def _places(asking: Asking) -> Iterator[QuestionField]:
    for name, (label, hint) in PLACE_WORDS.items():
        value = getattr(asking.understood.answers, name)
        yield QuestionField("text", name, name, label, hint + asking.settled(name), value, error=asking.error(name))


def _values(asking: Asking) -> Iterator[QuestionField]:
    understood = asking.understood
    for number, entry in enumerate(understood.document.settings.parameters, start=1):
        own = understood.settings.parameters.get(entry.key, "")
        usual = f"Left empty, it is {own or entry.default}" + (", as the council's settings say" if own else "")
        hint = " ".join(filter(None, (entry.description.strip(), usual if own or entry.default else "")))
        name, value = f"{VALUE_PREFIX}{entry.key}", understood.answers.given.get(entry.key, "")
        yield QuestionField(
            "text", name, f"value-{number}", entry.key, hint, value, error=asking.error("set", entry.key)
        )
    for fault in asking.faults:
        if fault.name == "set" and not fault.key:
            yield QuestionField("said", "set", "main-content", error=fault.whole)


def _form(asking: Asking) -> Iterator[QuestionField]:
    understood = asking.understood
    yield QuestionField(
        "radios", "as", "as", "Form", options=_options(FORM_WORDS, understood.form), error=asking.error("as")
    )
    options = _options(REBUILD_WORDS, understood.rebuild)
    yield QuestionField(
        "radios", "rebuild", "rebuild", "Tables of an earlier run", options=options, error=asking.error("rebuild")
    )


QUESTIONS: dict[str, QuestionRow] = {
    "council": QuestionRow(
        "Which council is it for?",
        "Its settings are kept here. Each can be changed for this script.",
        ("la",),
        _council,
    ),
    "system": QuestionRow("Which case management system does it run?", "", ("cms", "variant"), _system),
    "product": QuestionRow("Which database is the script run in?", "", ("dialect",), _product),
    "places": QuestionRow(
        "Where does the data come from, and where does it go?",
        "Names as your database has them. All may be left empty.",
        ("source_schema", "database", "schema"),
        _places,
    ),
    "values": QuestionRow("Which rows and values do you want?", "", ("set",), _values),
    "form": QuestionRow("As what do you want the SQL?", "", ("as", "rebuild"), _form),
}
