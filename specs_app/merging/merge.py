"""The merge of two versions: worked out, written by position, proved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from specs_app.document.problems import Problem
from specs_app.document.threeway import Choices, Meeting, Merged, merge, unproved
from specs_app.document.threeway.picking import Picker
from specs_app.document.types import Document
from specs_app.merging.files import Begun, begin, touched
from specs_app.merging.sides import Sides, TextMerge
from specs_app.repository.trees import TreeFile
from specs_app.yaml_files.layout import SETTINGS_FILE
from specs_app.yaml_files.patch.text import RefusedError
from specs_app.yaml_files.reader import Reading, read
from specs_app.yaml_files.tree import YamlError
from specs_app.yaml_files.write.settings import write_settings
from specs_app.yaml_files.writer import CannotWriteError, write

BY_HAND = "Merge the published branch into the source by hand, then sync again."


class CannotMerge(Exception):
    """The two cannot be put together here, whatever is chosen: the problems say why."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a merge comes to.

    ``meetings`` nobody has settled yet; where there are any, the rest says what ours does. ``chosen`` are those that somebody has.
    ``files`` are those that the portal reads and that differ from ours, ``placed`` others, as they are stored (None: gone), and
    ``reading`` is how all are then read.
    """

    meetings: tuple[Meeting, ...]
    chosen: tuple[Meeting, ...]
    files: Mapping[str, bytes | None]
    placed: Mapping[bytes, TreeFile | None]
    reading: Reading


def merged(sides: Sides, text: TextMerge, choices: Choices) -> Outcome:
    """Put the two sides together. Raises ``CannotMerge`` where the proof fails or a file cannot be written."""
    _require_settings(sides)
    before = sides.documents()
    made = merge(*before.sides, choices)
    picker = Picker(choices)
    begun = begin(sides, text, picker, made.document)
    meetings = (*made.meetings, *picker.open.values())
    chosen = (*made.chosen, *picker.chosen.values())
    if meetings:
        return Outcome(meetings, chosen, {}, {}, sides.ours.reading)
    reading = _written(sides, begun, made.document)
    lost = [*_unproved(sides, made, reading), *touched(sides, reading.files, made.document.settings.wide_table)]
    if lost:
        raise CannotMerge(*map(_unproved_problem, lost[:20]))
    return Outcome((), chosen, *_against(sides, begun, reading), reading)


def _require_settings(sides: Sides) -> None:
    """A file of settings that one side takes away is no merge of what it says."""
    if sides.base.states_settings and not (sides.theirs.states_settings and sides.ours.states_settings):
        message = f"One side has taken {SETTINGS_FILE} away, by which the other goes on."
        raise CannotMerge(Problem("settings-taken-away", "error", message, "Put it back in the source.", SETTINGS_FILE))


def _unproved(sides: Sides, made: Merged, reading: Reading) -> list[str]:
    after = reading.document if sides.states_settings else replace(reading.document, settings=made.document.settings)
    return unproved(made, sides.documents(), after)


def _unproved_problem(place: str) -> Problem:
    message = f"It cannot be proved that the two sides are both kept at {place}."
    return Problem("merge-not-proved", "error", message, BY_HAND, address=place)


def _written(sides: Sides, begun: Begun, target: Document) -> Reading:
    """The files with the merged document in them: begun as text was merged, or, where that cannot be written, as theirs."""
    try:
        return _put(sides, begun.files, begun.unlike, target)
    except CannotWriteError as error:
        failure = error
    try:
        return _put(sides, {**begun.files, **begun.unlike}, {}, target)
    except CannotWriteError:
        problem = failure.problem
        raise CannotMerge(replace(problem, remedy=f"{problem.remedy} {BY_HAND}".strip())) from failure


def _put(sides: Sides, files: Mapping[str, bytes], fallback: Mapping[str, bytes], target: Document) -> Reading:
    reading = read(files, sides.ours.reading)
    if broken := reading.unreadable & fallback.keys():
        reading = read({**files, **{path: fallback[path] for path in broken}}, reading)
    if not sides.states_settings:
        target = replace(target, settings=reading.document.settings)
    elif reading.document.settings.layout != target.settings.layout:
        reading = read(_with_layout(reading, target), reading)
    return write(reading, target)[1]


def _with_layout(reading: Reading, target: Document) -> dict[str, bytes]:
    """The files with the merged layout stated first, as it says what of them is read."""
    old = reading.document.settings
    new = replace(old, layout=target.settings.layout)
    try:
        stated = write_settings(reading.files[SETTINGS_FILE], old, new, ("validators", "datatypes"))
    except (RefusedError, YamlError) as error:
        problem = Problem("cannot-write", "error", str(error), BY_HAND, SETTINGS_FILE, 1)
        raise CannotWriteError(problem) from error
    return {**reading.files, SETTINGS_FILE: stated}


def _against(
    sides: Sides, begun: Begun, reading: Reading
) -> tuple[dict[str, bytes | None], dict[bytes, TreeFile | None]]:
    """What differs from ours: files that are theirs as they are keep their mode, others are bytes."""
    ours, theirs, after = sides.ours.reading.files, sides.theirs.reading.files, reading.files
    files: dict[str, bytes | None] = {}
    placed = dict(begun.placed)
    for path in {*ours, *after}:
        raw = path.encode("utf-8", "surrogateescape")
        data = after.get(path)
        if placed.get(raw) is not None and data == theirs.get(path):
            continue
        placed.pop(raw, None)
        if data != ours.get(path):
            files[path] = data
    return files, placed
