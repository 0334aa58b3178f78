"""One edit, and the task of applying it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from specs_app.document.problems import Problem
from specs_app.document.text_rules import LINE_LIMIT, fault, shown
from specs_app.document.types import Document


@dataclass(frozen=True, slots=True)
class Edit:
    """``action`` on ``target``; ``values`` holds only the keys that change, in REST names, and null clears."""

    action: str
    target: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The edit as the REST contract writes it."""
        return {"action": self.action, "target": self.target, "values": dict(self.values)}

    @classmethod
    def from_json(cls, raw: object, index: int = 0) -> Edit | tuple[Problem, ...]:
        """The edit in a JSON value, or what is wrong with its shape; ``index`` is its place in the proposal."""
        if not isinstance(raw, Mapping):
            return (problem(index, "wrong-type", "An edit must be an object.", "Give action, target and values."),)
        edit = cls(raw.get("action", ""), raw.get("target", ""), {} if raw.get("values") is None else raw["values"])
        return tuple(edit._faults(raw, index)) or edit

    def _faults(self, raw: Mapping[Any, Any], index: int) -> Iterator[Problem]:
        for key in set(raw) - {"action", "target", "values"}:
            message = f"{shown(key)} is no key of an edit."
            yield problem(index, "unknown-key", message, "Give action, target and values.")
        yield from self.shape_faults(index)

    def shape_faults(self, index: int) -> Iterator[Problem]:
        """What is wrong with the JSON types of the three parts."""
        parts: tuple[tuple[str, object], ...] = (("action", self.action), ("target", self.target))
        for key, text in parts:
            if not isinstance(text, str):
                yield problem(index, "wrong-type", f"The {key} must be text.", "Give text.", key)
            elif found := fault(text, lines=False, limit=LINE_LIMIT):
                yield problem(index, *found, key)
        if not isinstance(self.values, Mapping) or not all(isinstance(key, str) for key in self.values):
            yield problem(index, "wrong-type", "The values must be an object.", "Give the keys that change.", "values")


@dataclass
class EditTask:
    """One edit at work: the document before it, and the problems found so far.

    ``index`` is the edit's place in the proposal. ``retired`` are references that were used once and must not come back.
    ``waits`` says that a later edit of the same proposal may take the obstacle away.
    """

    document: Document
    edit: Edit
    index: int = 0
    retired: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    waits: bool = False

    @property
    def values(self) -> Mapping[str, Any]:
        return self.edit.values

    @property
    def target(self) -> str:
        return self.edit.target

    def refuse(self, rule: str, message: str, remedy: str, *path: str) -> None:
        """Note a problem at ``path`` below the edit, such as ``values``, ``type``."""
        self.problems.append(problem(self.index, rule, message, remedy, *path))

    def refuse_value(self, key: str, rule: str, message: str, remedy: str) -> None:
        """Note a problem with one value; ``key`` may go deeper with slashes (``rules/editorial``)."""
        self.refuse(rule, message, remedy, "values", *(part for part in key.split("/") if part))


def problem(index: int, rule: str, message: str, remedy: str, *path: str) -> Problem:
    """An error in the edit at ``index``, with its JSON pointer (RFC 6901)."""
    steps = ("edits", str(index), *(part.replace("~", "~0").replace("/", "~1") for part in path))
    return Problem(rule, "error", message, remedy, pointer="/" + "/".join(steps))
