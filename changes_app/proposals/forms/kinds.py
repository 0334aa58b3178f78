"""How each kind of question is answered: the fields it shows, with their first answers, and the value that they come to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django import forms

from changes_app.proposals.forms.asking import About, Kind, Pairs, Question, Values, blank
from changes_app.proposals.forms.lines import as_lines, as_table, from_lines, from_table

#: The name of a field within its question (empty for the only one), the field, its first answer.
Shown: TypeAlias = tuple[str, forms.Field, Any]
#: Answers by the field's name within its question.
Cleaned: TypeAlias = Mapping[str, Any]
FIRST = "^first"
SPARE_ROWS = 2
MOST_ROWS = 100
#: A box for text grows with what stands in it, up to so many rows; one takes about so many letters.
TALLEST = 24
LETTERS_A_ROW = 60
BRITISH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)


class Text(forms.CharField):
    """Text that compares as people see it: line breaks of any system, no blanks at its ends."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial).strip() != self.to_python(data).strip()


class Select(forms.ChoiceField):
    """One of some answers. Where another field may answer instead, none chosen is no fault of this one."""

    def __init__(self, *, alone: bool = True, **options: Any) -> None:
        self.alone = alone
        super().__init__(**options)

    def validate(self, value: Any) -> None:
        if value or self.alone:
            super().validate(value)


def common(question: Question) -> dict[str, Any]:
    """The label, hint and messages of a question's field."""
    missing = question.missing or f"Answer this: {question.label[:1].lower()}{question.label[1:]}"
    messages = {"required": missing, "invalid_choice": "Choose one of the answers that are offered"}
    return {
        "label": question.label,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": messages,
    }


def _line(question: Question, _about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    wide = "govuk-input--width-10" if question.kind == "size" else ""
    yield "", Text(widget=forms.TextInput(attrs={"class": wide}), strip=False, **common(question)), value


def _prose(question: Question, _about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    widget = forms.Textarea(attrs={"rows": max(question.rows, room_for(value))})
    yield "", Text(widget=widget, strip=False, **common(question)), value


def _sql(question: Question, _about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    """A tall box with letters of one width, in which a browser mends no spelling."""
    look = {"rows": TALLEST, "class": "portal-code", "spellcheck": "false", "wrap": "off", "autocomplete": "off"}
    yield "", Text(widget=forms.Textarea(attrs=look), strip=False, **common(question)), value


def room_for(value: Any) -> int:
    """How many rows a text takes in a form, as far as a page has room for it."""
    lines = str(value or "").splitlines()
    return min(sum(1 + len(line) // LETTERS_A_ROW for line in lines), TALLEST)


def _flag(question: Question, _about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    yield "", forms.BooleanField(**{**common(question), "required": False}), bool(value)


def _number(question: Question, _about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    given = common(question)
    given["error_messages"] |= {"invalid": f"{question.label}: enter a whole number, such as 2"}
    widget = forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"})
    yield "", forms.IntegerField(widget=widget, **given), value


def options_of(question: Question, about: About) -> Pairs:
    """The answers to choose from."""
    return question.options(about) if question.options else []


def _choice(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    options = [("", question.blank), *_with_current(options_of(question, about), value)]
    yield "", Select(choices=options, **common(question)), value


def _radios(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    options = _with_current(options_of(question, about), value)
    yield "", forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common(question)), value


def _another(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    options = [("", question.blank), *_with_current(options_of(question, about), value)]
    yield "", Select(choices=options, alone=False, **common(question)), value
    hint = "Only if it is not in the list above."
    yield "other", Text(label=f"Another {question.label.lower()}", help_text=hint, required=False), None


def _choices(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    given: list[str] = list(value or [])
    options = _with_current(options_of(question, about), given)
    near = {key for key, _ in question.near(about)} | set(given) if question.near else {key for key, _ in options}
    for suffix, chosen in (("", [pair for pair in options if pair[0] in near]), ("more", _rest(options, near))):
        if chosen:
            words = common(question) if not suffix else {"label": "Others", "required": False}
            known = {key for key, _ in chosen}
            initial = [key for key in given if key in known]
            yield (
                suffix,
                forms.MultipleChoiceField(choices=chosen, widget=forms.CheckboxSelectMultiple, **words),
                initial,
            )


def _rest(options: Pairs, near: Collection[str]) -> Pairs:
    return [pair for pair in options if pair[0] not in near]


def _with_current(options: Pairs, value: Any) -> Pairs:
    """The options, and whatever the part says now besides: what no registry knows, and what is named once more."""
    current = value if isinstance(value, list) else [value] if value else []
    words, found = dict(options), list(options)
    for place, entry in enumerate(current):
        if entry in current[:place]:
            found.append((entry, f"{words.get(entry, entry)} (named once more)"))
        elif entry not in words:
            found.append((entry, str(entry)))
    return found


def _place(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    options = [("", question.blank), (FIRST, "First of all"), *options_of(question, about)]
    yield "", Select(choices=options, **common(question)), FIRST if value == "" else value


def _pointer(question: Question, about: About, value: Any, sent: Collection[str]) -> Iterator[Shown]:
    yield from _choice(question, about, f"{value['object']}.{value['item']}" if value else None, sent)


def _records(question: Question, about: About, value: Any, sent: Collection[str]) -> Iterator[Shown]:
    names = [column.key for column in question.columns]
    yield from _prose(question, about, as_lines(value or [], names), sent)


def _table(question: Question, about: About, value: Any, sent: Collection[str]) -> Iterator[Shown]:
    yield from _prose(question, about, as_table(value or {}), sent)


def _group(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    for column in question.columns:
        inner = (value or {}).get(column.key)
        for suffix, field, initial in KINDS[column.kind].fields(column, about, inner, ()):
            yield joined(column.key, suffix), field, initial


def _rows(question: Question, about: About, value: Any, sent: Collection[str]) -> Iterator[Shown]:
    """A row for each entry, two spare ones, and as many as were sent. What its columns ask is said once, above them."""
    numbers = [int(found[1]) for name in sent if (found := re.match(rf"{re.escape(question.key)}-(\d{{1,3}})-", name))]
    given = value or []
    for number in range(min(max(len(given) + SPARE_ROWS, *(number + 1 for number in numbers), 0), MOST_ROWS)):
        row = given[number] if number < len(given) else {}
        for suffix, field, first in _group(question, about, row, ()):
            field.help_text = ""
            yield joined(str(number), suffix), field, first


def _each(question: Question, about: About, value: Any, _sent: Collection[str]) -> Iterator[Shown]:
    """The same columns for each of the options."""
    for key, _ in options_of(question, about):
        row = (value or {}).get(key)
        yield from ((joined(key, suffix), field, first) for suffix, field, first in _group(question, about, row, ()))


def joined(*names: str) -> str:
    """The name of a field from the names of its parts."""
    return "-".join(filter(None, names))


def _within(cleaned: Cleaned, name: str) -> Cleaned:
    """The answers of one part of a compound question."""
    whole = {"": cleaned[name]} if name in cleaned else {}
    return whole | {key.removeprefix(f"{name}-"): value for key, value in cleaned.items() if key.startswith(f"{name}-")}


def _text_value(_question: Question, cleaned: Cleaned) -> Any:
    return str(cleaned.get("") or "").strip() or None


def _day_value(question: Question, cleaned: Cleaned) -> Any:
    """A day as files write it, also where it is written as in Britain: ``31/12/2026``. What is neither is judged by the edit."""
    text = _text_value(question, cleaned)
    found = BRITISH_DAY.fullmatch(text or "")
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text


def _sql_value(_question: Question, cleaned: Cleaned) -> Any:
    """The blanks that a text begins with are its layout."""
    text = str(cleaned.get("") or "")
    return text if text.strip() else None


def _other_value(question: Question, cleaned: Cleaned) -> Any:
    return _text_value(question, {"": cleaned.get("other")}) or _text_value(question, cleaned)


def _place_value(_question: Question, cleaned: Cleaned) -> Any:
    return "" if cleaned.get("") == FIRST else cleaned.get("") or None


def _pointer_value(_question: Question, cleaned: Cleaned) -> Any:
    entry, dot, item = str(cleaned.get("") or "").partition(".")
    return {"object": entry, "item": item} if dot else None


def _records_value(question: Question, cleaned: Cleaned) -> Any:
    return from_lines(cleaned.get("") or "", [column.key for column in question.columns])


def _group_value(question: Question, cleaned: Cleaned) -> Any:
    found = {column.key: KINDS[column.kind].value(column, _within(cleaned, column.key)) for column in question.columns}
    return {key: value for key, value in found.items() if not blank(value)} or None


def _rows_value(question: Question, cleaned: Cleaned) -> Any:
    numbers = sorted({int(name.partition("-")[0]) for name in cleaned})
    found = (_group_value(question, _within(cleaned, str(number))) for number in numbers)
    return [row for row in found if row]


def _each_value(question: Question, cleaned: Cleaned) -> Any:
    keys = dict.fromkeys(name.partition("-")[0] for name in cleaned)
    found = {key: _group_value(question, _within(cleaned, key)) for key in keys}
    return {key: row for key, row in found.items() if row}


@dataclass(frozen=True, slots=True)
class Answering:
    """One way to answer. ``fields`` makes the fields of a question; ``value`` reads their answers.

    ``fields`` takes the question, what the form is about, the value to begin with, and the names of the fields that were sent, as
    there may be more rows than were shown.
    """

    fields: Callable[[Question, About, Any, Collection[str]], Iterator[Shown]]
    value: Callable[[Question, Cleaned], Any]


KINDS: dict[Kind, Answering] = {
    "line": Answering(_line, _text_value),
    "day": Answering(_line, _day_value),
    "size": Answering(_line, _text_value),
    "prose": Answering(_prose, _text_value),
    "sql": Answering(_sql, _sql_value),
    "flag": Answering(_flag, lambda _, cleaned: bool(cleaned.get(""))),
    "number": Answering(_number, lambda _, cleaned: cleaned.get("")),
    "choice": Answering(_choice, _text_value),
    "radios": Answering(_radios, _text_value),
    "choices": Answering(_choices, lambda _, cleaned: [*(cleaned.get("") or []), *(cleaned.get("more") or [])]),
    "another": Answering(_another, _other_value),
    "place": Answering(_place, _place_value),
    "pointer": Answering(_pointer, _pointer_value),
    "records": Answering(_records, _records_value),
    "table": Answering(_table, lambda _, cleaned: from_table(cleaned.get("") or "")),
    "group": Answering(_group, _group_value),
    "rows": Answering(_rows, _rows_value),
    "each": Answering(_each, _each_value),
}


def value_of(question: Question, cleaned: Values) -> Any:
    """The value that the answers of a form give to a question."""
    return KINDS[question.kind].value(question, _within(cleaned, question.key))
