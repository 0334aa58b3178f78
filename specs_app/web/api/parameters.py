"""The query parameters of REST: one entry says what each takes, to the reader of requests and to the OpenAPI schema alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from specs_app.web.api.errors import InputFault, invalid

AT = "A release, a tag or the SHA of a published revision; the current one where it is left out."
MOST_ENTRIES = 1000


@dataclass(frozen=True, slots=True)
class Parameter:
    """Any text; one of ``words``; a text of the form ``pattern``; or a whole number from ``least`` on.

    An empty text means the same as none. ``many`` may be given several times.
    """

    about: str
    words: tuple[str, ...] = ()
    pattern: str = ""
    least: int | None = None
    most: int | None = None
    required: bool = False
    many: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """As JSON Schema says it."""
        return {"type": "array", "items": self._one} if self.many else self._one

    @property
    def _one(self) -> dict[str, Any]:
        if self.least is not None:
            return {"type": "integer", "minimum": self.least, **({"maximum": self.most} if self.most else {})}
        if self.words:
            return {"type": "string", "enum": list(self.words)}
        pattern = {"pattern": self.pattern} if self.pattern else {}
        return {"type": "string", **pattern, **({"minLength": 1} if self.required else {})}

    def fault(self, text: str) -> tuple[str, str] | None:
        """Code and words of what is wrong with a text that was given; None where nothing is."""
        if "\0" in text:
            return "control-character", "This holds a NUL."
        if self.required and not text:
            return "missing", self.about
        if self.words and text and text not in self.words:
            return "unknown-choice", f"Known are: {', '.join(self.words)}."
        if self.pattern and text and not re.search(self.pattern, text):
            return "bad-form", self.about
        if self.least is not None and text and not self._counts(text):
            return "bad-number", f"Give a whole number from {self.least}{f' to {self.most}' if self.most else ''}."
        return None

    def _counts(self, text: str) -> bool:
        digits = text.lstrip("0") if re.fullmatch("[0-9]+", text) else ""
        if len(digits) > len(str(self.most or 0)) or not digits:
            return bool(digits) and self.most is None
        return (self.least or 0) <= int(digits) and (self.most is None or int(digits) <= self.most)


PINNED = {"at": Parameter(AT)}
FIELDS = {
    "fields": Parameter(
        "Only these, with commas between: keys of the answer (of each entry, in a list); in CSV and XLSX columns, where a key "
        "stands for all columns that come from it."
    )
}
PAGING = {
    "page": Parameter("Which page, from 1.", least=1),
    "page_size": Parameter("Entries a page: 100 where it is left out.", least=1, most=MOST_ENTRIES),
}


def formats(words: tuple[str, ...]) -> dict[str, Parameter]:
    """The form of the answer, where there is a choice between Accept and the address."""
    return {"format": Parameter("The form of the answer; it goes before the header Accept.", words=words)}


def read(query: QueryDict, taken: Mapping[str, Parameter]) -> dict[str, str]:
    """The text of every parameter that is taken, empty where it is not given; 400 for whatever else there is."""
    if faults := list(_faults(query, taken)):
        raise invalid(*faults)
    return {name: query.get(name, "") for name in taken}


def _faults(query: QueryDict, taken: Mapping[str, Parameter]) -> Iterator[InputFault]:
    known = f"Known are: {', '.join(taken)}." if taken else "There are none here."
    for name, texts in query.lists():
        if name not in taken:
            yield InputFault(name, "unknown-parameter", f"There is no such parameter. {known}")
        elif len(texts) > 1 and not taken[name].many:
            yield InputFault(name, "repeated-parameter", "This parameter can be given once.")
    for name, parameter in taken.items():
        for text in query.getlist(name) or [""]:
            if found := parameter.fault(text):
                yield InputFault(name, *found)
