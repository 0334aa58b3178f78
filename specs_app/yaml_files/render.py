"""Plain values as YAML text that readers of YAML 1.1 and 1.2 understand alike.

PyYAML's emitter lays the text out; which texts may stand without quotes is decided here, by both versions' rules.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from yaml import emitter, events

from specs_app.document.values import Plain, Table

WIDTH = 80
#: Texts up to this length are worth remembering.
SHORT = 64
_WORDS = frozenset({"", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", "=", "<<"})
_NUMBER = re.compile(r"[-+.]*[0-9][0-9a-f_.,:+xo-]*(?:[ tT][0-9:.+zZ -]*)?|[-+]?\.(?:inf|nan)", re.IGNORECASE)
#: A key to lay out a value behind, of which nothing is kept.
_ANY_KEY = "text"
_INTEGER = re.compile(r"0|[1-9][0-9]{0,17}")


class _Emitter(emitter.Emitter):
    """Lists below keys indented or not, as the file around has them."""

    def __init__(self, stream: io.StringIO, width: int, *, indented: bool) -> None:
        super().__init__(stream, width=width, allow_unicode=True)
        self.indented = indented

    def analyze_scalar(self, scalar: str) -> emitter.ScalarAnalysis:
        return _analysis(scalar) if len(scalar) <= SHORT else super().analyze_scalar(scalar)

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless and not self.indented)


@lru_cache(maxsize=4096)
def _analysis(text: str) -> emitter.ScalarAnalysis:
    """What may be done with a text, told by PyYAML sign by sign; a specification says the same short texts over and over."""
    return emitter.Emitter(io.StringIO(), allow_unicode=True).analyze_scalar(text)


@dataclass(frozen=True, slots=True)
class Renderer:
    """How the values of one file become text.

    What stands below a key of ``typed`` may be a number or a truth value without quotes; ``indented`` puts lists further right
    than their keys.
    """

    typed: frozenset[str] = frozenset()
    indented: bool = False

    def pair(self, key: str, value: Plain, column: int) -> str:
        """``key: value`` for a mapping whose keys stand in ``column``; the first line is not indented, nothing follows the last."""
        return self._pair(key, self._value(value, key in self.typed), column)

    def behind_key(self, value: Plain, column: int, *, typed: bool, hint: str = "") -> str:
        """What follows ``key:``, whatever the key; ``typed`` says whether the value itself may do without quotes."""
        return self._pair(_ANY_KEY, self._value(value, typed, hint=hint), column)[len(_ANY_KEY) + 1 :].removeprefix(" ")

    def entry(self, value: Plain, column: int, *, typed: bool = False, hint: str = "") -> str:
        """``- value`` for a list whose dashes stand in ``column``."""
        start = events.SequenceStartEvent(None, None, True, flow_style=False)
        body = [start, *self._value(value, typed, hint=hint)]
        return _shifted(_emitted([*body, events.SequenceEndEvent()], column, indented=self.indented), column)

    def flow(self, value: Plain, *, key: str = "", hint: str = "") -> str:
        """The value on one line, safe between brackets, where it stands behind ``key`` or nothing."""
        body = [
            events.SequenceStartEvent(None, None, True, flow_style=True),
            *self._value(value, key in self.typed, flow=True, hint=hint),
            events.SequenceEndEvent(),
        ]
        return _emitted(body, 0, width=10_000_000).strip()[1:-1]

    def file(self, value: Plain, *, head: str = "") -> bytes:
        """A whole new file."""
        return (head + _emitted(list(self._value(value, False)), 0)).encode("utf-8")

    def _pair(self, key: str, value: Iterator[Any], column: int) -> str:
        body = [events.MappingStartEvent(None, None, True, flow_style=False), _scalar(key), *value]
        return _shifted(_emitted([*body, events.MappingEndEvent()], column, indented=self.indented), column)

    def _value(self, value: Plain, typed: bool, *, flow: bool = False, hint: str = "") -> Iterator[Any]:
        if isinstance(value, Table):
            yield events.MappingStartEvent(None, None, True, flow_style=flow)
            for key, inner in value.pairs:
                yield _scalar(key)
                yield from self._value(inner, typed or key in self.typed, flow=flow)
            yield events.MappingEndEvent()
        elif isinstance(value, tuple):
            yield events.SequenceStartEvent(None, None, True, flow_style=flow)
            for inner in value:
                yield from self._value(inner, typed, flow=flow)
            yield events.SequenceEndEvent()
        elif value is None:
            yield events.ScalarEvent(None, None, (True, False), "null")
        else:
            yield _scalar(value, typed=typed, hint=hint)


def _emitted(body: list[Any], column: int, *, indented: bool = False, width: int = 0) -> str:
    stream = io.StringIO()
    target = _Emitter(stream, width or max(30, WIDTH - column), indented=indented)
    for event in (events.StreamStartEvent(), events.DocumentStartEvent(explicit=False), *body):
        target.emit(event)
    target.emit(events.DocumentEndEvent(explicit=False))
    target.emit(events.StreamEndEvent())
    return stream.getvalue()


def _shifted(text: str, column: int) -> str:
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([lines[0], *(" " * column + line if line else line for line in lines[1:])])


def _scalar(text: str, *, typed: bool = False, hint: str = "") -> Any:
    plain = not is_ambiguous(text) or (typed and is_typed(text))
    return events.ScalarEvent(None, None, (plain, True), text, style=_style(text, hint))


def _style(text: str, hint: str) -> str | None:
    """Paragraphs as a literal block where nothing at the end of a line could get lost; else the quotes there were."""
    if "\n" in text:
        tidy = text == text.strip() and all(line == line.rstrip() for line in text.split("\n"))
        return "|" if tidy and hint != "line" else '"'
    return hint if hint in ("'", '"') else None


def is_typed(text: str) -> bool:
    """Whether text is a number or truth value in a form that all readers share."""
    return text in ("true", "false") or _INTEGER.fullmatch(text) is not None


def is_ambiguous(text: str) -> bool:
    """Whether some reader would take the bare text for a number, date, truth value or nothing."""
    return text.lower() in _WORDS or _NUMBER.fullmatch(text) is not None
