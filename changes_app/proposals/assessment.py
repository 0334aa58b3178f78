"""What a set of edits would make of a specification: applied, compared, classed, checked. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from changes_app.errors import Invalid
from changes_app.proposals.impact import Impact, addresses, measure
from changes_app.proposals.resolution import whole_registries
from specs_app.document.diff import Change, classify, diff
from specs_app.document.edits import Edit, apply
from specs_app.document.hashing import content_hash
from specs_app.document.merge import conflicts
from specs_app.document.problems import Problem
from specs_app.document.types import ChangeClass, Document
from specs_app.lint.comparison import introduced

MOST_EDITS = 200


@dataclass(frozen=True, slots=True)
class Assessment:
    """``document`` is the specification as it would be instead of ``base``; ``faults`` say which edits do not apply."""

    base: Document
    document: Document
    changes: tuple[Change, ...]
    change_class: ChangeClass
    faults: tuple[Problem, ...]
    introduced: tuple[Problem, ...]

    @property
    def impact(self) -> Impact:
        """What the changes reach: items, returns, systems, foreign keys and tables."""
        return measure(self.base, self.document, self.changes)

    @property
    def addresses(self) -> tuple[str, ...]:
        return addresses(self.changes)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What blocks it: edits that do not apply, and new problems of error level."""
        return (*self.faults, *(problem for problem in self.introduced if problem.severity == "error"))


def parse(raw: object) -> tuple[Edit, ...]:
    """Typed edits from JSON values; raises `Invalid` with every fault and where it is."""
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes):
        raise _invalid([Problem("not-a-list", "error", "Edits must be a list.", "Send a list.", pointer="/edits")])
    if len(raw) > MOST_EDITS:
        message = f"There are {len(raw)} edits; one proposal takes at most {MOST_EDITS}."
        raise _invalid([Problem("too-many", "error", message, "Split the proposal.", pointer="/edits")])
    parsed = [Edit.from_json(entry, index) for index, entry in enumerate(raw)]
    if problems := [problem for entry in parsed if not isinstance(entry, Edit) for problem in entry]:
        raise _invalid(problems)
    return tuple(entry for entry in parsed if isinstance(entry, Edit))


def assess(
    base: Document, edits: Sequence[Edit], *, known: Iterable[Problem] | None = None, retired: Iterable[str] = ()
) -> Assessment:
    """Apply ``edits`` to ``base`` and look at the result.

    ``known`` are the problems of ``base`` where they were found before; ``retired`` references that may not come back.
    """
    applied = apply(base, edits, retired=retired)
    changes = diff(base, applied.document)
    return Assessment(
        base=base,
        document=applied.document,
        changes=changes,
        change_class=classify(changes),
        faults=applied.problems,
        introduced=introduced(base, applied.document, known),
    )


def require_applicable(assessment: Assessment) -> None:
    """Raises `Invalid` where an edit does not apply."""
    if assessment.faults:
        raise _invalid(assessment.faults)


def find_conflicts(base: Document, head: Document, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """What both the edits and the standard's own progress from ``base`` to ``head`` altered, field by field."""
    if base == head:
        return []
    found = conflicts(base, head, apply(base, edits).document, whole=whole_registries(edits))
    return [conflict.as_dict() for conflict in found]


def beyond(changes: Iterable[Change], voted: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The addresses of the changes that are not among those voted on (`Change.as_dict`), whatever stood there before."""
    known = {sign(entry) for entry in voted}
    return tuple(dict.fromkeys(change.address for change in changes if sign(change.as_dict()) not in known))


def sign(change: Mapping[str, Any]) -> tuple[str, ...]:
    """What a change comes to; of a move alone that it moves, as its neighbours may have other names by now."""
    after = "" if change["kind"] == "moved" else json.dumps(change["after"], sort_keys=True)
    return (change["kind"], change["address"], change["field"], after)


def hash_of(
    edits: Sequence[Edit],
    differences: Iterable[Mapping[str, Any]],
    overrides: Sequence[Mapping[str, Any]],
    words: Mapping[str, str],
) -> str:
    """The hash that votes name, over all that will be published: the edits, what they come to (`Change.as_dict`), the proposal's
    own words, such as its title, and the conflicts that its proposer settled, since those alter what the edits replace."""
    parts = {
        "edits": content_hash(edit.as_json() for edit in edits),
        "differences": sorted(sign(entry) for entry in differences),
        "overrides": list(overrides),
        "words": dict(words),
    }
    return f"sha256:{sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()}"


def _invalid(problems: Iterable[Problem]) -> Invalid:
    entries = tuple(problems)
    count = "One thing is" if len(entries) == 1 else f"{len(entries)} things are"
    return Invalid(f"{count} wrong with the edits.", problems=entries, remedy="Mend what is listed and send again.")
