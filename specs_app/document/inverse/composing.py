"""The whole inverse: phase by phase, each looking at the document as those before have left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from specs_app.document.diff import Change, diff
from specs_app.document.edits import Edit, apply
from specs_app.document.inverse import authorities, codes, extracts, items, links, objects, settings
from specs_app.document.problems import Problem
from specs_app.document.types import Document

#: Edits that bring a document (first) nearer to another (second).
Phase = Callable[[Document, Document], Iterator[Edit]]
#: What is named comes before what names it, and goes after it; a name is free before another part takes it.
PHASES: tuple[Phase, ...] = (
    settings.stated,
    links.gone,
    extracts.gone,
    objects.gone,
    items.gone,
    objects.renamed,
    codes.renamed,
    items.renamed,
    codes.come,
    objects.come,
    items.moved,
    items.come,
    items.changed,
    items.mapped,
    codes.changed,
    links.come,
    extracts.come,
    codes.gone,
    settings.gone,
    settings.ordered,
    authorities.gone,
    authorities.come,
)


@dataclass(frozen=True, slots=True)
class Inverse:
    """``edits`` apply to the later document; ``left`` is how what they make of it still differs from the earlier one."""

    edits: tuple[Edit, ...]
    left: tuple[Change, ...]


def inverse(before: Document, after: Document) -> Inverse:
    """The edits that take back on ``after`` what has led to it from ``before``.

    What was removed comes back with all that edits can say of it, at its place and under its reference. What they cannot say, such
    as keys that the portal does not know, is in ``left``: nothing is dropped in silence.
    """
    done: list[Edit] = []
    now = after
    for phase in PHASES:
        for wanted in phase(now, before):
            if edit := _fitting(now, wanted):
                done.append(edit)
                now = apply(now, [edit]).document
    return Inverse(tuple(done), diff(apply(after, done).document, before))


def _fitting(document: Document, edit: Edit) -> Edit | None:
    """The edit, or as much of it as an edit may say; None where nothing of it applies, or what is left of it does nothing."""
    while (tried := apply(document, [edit])).problems:
        values = _without(edit.values, _path(tried.problems[0]))
        if values == edit.values:
            return None
        edit = replace(edit, values=values)
    return edit if edit.values or tried.document != document else None


def _path(problem: Problem) -> list[str]:
    """Where in the values of the edit a problem is; empty where it is elsewhere."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in problem.pointer.split("/")[3:]]
    return steps[1:] if steps[:1] == ["values"] else []


def _without(values: Any, path: list[str]) -> Any:
    """The values without the one at the end of the path: a key of a set, an entry of a list, or all where nothing else is left."""
    if isinstance(values, list) and path and path[0].isdigit():
        return [entry for number, entry in enumerate(values) if number != int(path[0])]
    if not isinstance(values, Mapping) or not path or path[0] not in values:
        return values
    inner = values[path[0]]
    kept = _without(inner, path[1:])
    others = {key: value for key, value in values.items() if key != path[0]}
    return {**others, path[0]: kept} if kept and kept != inner else others
