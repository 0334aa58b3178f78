"""Validators and data types: the registries of a specification, and what one item asks of its values through them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from specs_app.document.text_rules import shown
from specs_app.document.values import Extra, Plain, Table, thaw

#: Validators that are keys of an item's own: ``required`` and ``unique``.
OWN_KEYS = ("required", "unique")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a validator is told: ``type`` is a key of ``ARGUMENT_TYPES``, ``items`` the type of an array's entries."""

    name: str
    type: str = ""
    items: str = ""
    help: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Validator:
    """A check that items may ask for. ``description`` has no line break at its end, however the file writes it."""

    key: str
    description: str = ""
    args: tuple[Argument, ...] = ()
    extra: Extra = ()

    def argument(self, name: str) -> Argument | None:
        """The argument of that name, or None."""
        return next((argument for argument in self.args if argument.name == name), None)


@dataclass(frozen=True, slots=True)
class DataType:
    """A type of the specification's own, perhaps a narrower form of another (``extends``)."""

    key: str
    description: str = ""
    extends: str = ""
    format: str = ""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Validation:
    """One validator as an item asks for it: its arguments, and the return's own rule that it stands for.

    A value that a file gives without naming its argument (``character_limit: 20``) has the empty name.
    """

    validator: str
    values: Extra = ()
    rule: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Its keys that say something, ready for JSON."""
        said = {"values": thaw(Table(self.values)), "rule": self.rule}
        return {"validator": self.validator, **{key: value for key, value in said.items() if value}}


def from_settings(name: str, settings: Plain) -> Validation:
    """A validator from what a file writes behind its name: nothing, one value, or arguments by name and ``rule``."""
    if settings is None:
        return Validation(name)
    if not isinstance(settings, Table):
        return Validation(name, (("", settings),))
    rule = settings.get("rule")
    named = isinstance(rule, str)
    return Validation(
        name, tuple(pair for pair in settings.pairs if not (named and pair[0] == "rule")), str(rule) if named else ""
    )


def to_settings(validation: Validation) -> Plain:
    """What a file writes behind the name; the reverse of ``from_settings``."""
    pairs = (*validation.values, *((("rule", validation.rule),) if validation.rule else ()))
    bare = len(pairs) == 1 and not pairs[0][0] and pairs[0][1] is not None
    return None if not pairs else pairs[0][1] if bare else Table(pairs)


def named(validation: Validation, known: Mapping[str, Validator]) -> Validation:
    """The same with a bare value under the name of the validator's first argument, where the registry tells one."""
    entry = known.get(validation.validator)
    first = entry.args[0].name if entry and entry.args else ""
    values = tuple((name or first, value) for name, value in validation.values)
    return Validation(validation.validator, values, validation.rule)


@dataclass(frozen=True, slots=True)
class ValidatorFault:
    """What is wrong with one validator of an item: a rule, where in it (``validator``, ``values/<argument>``), and why."""

    rule: str
    path: str
    message: str
    remedy: str


def faults(validation: Validation, known: Mapping[str, Validator]) -> Iterator[ValidatorFault]:
    """Where a validator does not fit the registry. A switch that is left out is on."""
    entry = known.get(validation.validator)
    if entry is None:
        message = f"The validator {shown(validation.validator)} is not registered."
        yield ValidatorFault(
            "unknown-validator", "validator", message, f"Use one of {', '.join(known)}, or register it."
        )
        return
    given = dict(named(validation, known).values)
    for name in given:
        if entry.argument(name) is None:
            names = ", ".join(argument.name for argument in entry.args) or "none"
            message = f"The validator {entry.key} has no argument {shown(name)}."
            yield ValidatorFault("bad-validator-argument", f"values/{name}", message, f"It takes: {names}.")
    for argument in entry.args:
        yield from _argument_faults(entry, argument, given, known)


def _argument_faults(
    entry: Validator, argument: Argument, given: Mapping[str, Plain], known: Mapping[str, Validator]
) -> Iterator[ValidatorFault]:
    path, value = f"values/{argument.name}", given.get(argument.name)
    if value in (None, "", ()):
        if argument.type != "boolean":
            message = f"The validator {entry.key} needs {argument.name}."
            yield ValidatorFault("bad-validator-argument", path, message, argument.help or f"Give {argument.name}.")
    elif argument.type == "validation":
        for inner in _inner(value):
            yield from (ValidatorFault(found.rule, path, found.message, found.remedy) for found in faults(inner, known))
    elif not _fits(argument, value):
        message = f"The value of {argument.name}, of the validator {entry.key}, is no {argument.type}."
        yield ValidatorFault("bad-validator-argument", path, message, f"Give {_wanted(argument)}.")


def _inner(value: Plain) -> Iterator[Validation]:
    """The validators that an argument holds in its turn, in any of the forms of files."""
    if isinstance(value, Table):
        yield from (from_settings(name, settings) for name, settings in value.pairs)
    elif isinstance(value, tuple):
        for entry in value:
            yield from _inner(entry)
    elif value:
        yield Validation(value)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


_INTEGER = re.compile(r"-?[0-9]{1,18}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
#: The types of arguments: which texts are of them. ``array`` and ``validation`` hold other values.
ARGUMENT_TYPES: dict[str, Callable[[str], object]] = {
    "string": lambda _: True,
    "integer": _INTEGER.fullmatch,
    "number": _NUMBER.fullmatch,
    "boolean": lambda text: text in ("true", "false"),
    "date": _is_day,
    "array": lambda _: False,
    "validation": lambda _: False,
}


def _fits(argument: Argument, value: Plain) -> bool:
    """Whether a value is of its argument's type; of a type that is not known here everything is."""
    if argument.type == "array":
        return isinstance(value, tuple) and all(_is(argument.items, entry) for entry in value)
    return _is(argument.type, value)


def _is(word: str, value: Plain) -> bool:
    judge = ARGUMENT_TYPES.get(word)
    return judge is None or (isinstance(value, str) and bool(judge(value)))


def _wanted(argument: Argument) -> str:
    if argument.type == "array":
        return f"a list{f', each entry one {argument.items}' if argument.items else ''}"
    return "true or false" if argument.type == "boolean" else f"one {argument.type}"


def by_key(validators: Iterable[Validator]) -> dict[str, Validator]:
    """A registry by the keys of its entries."""
    return {entry.key: entry for entry in validators}
