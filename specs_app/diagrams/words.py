"""A diagram in words: all that its marks say, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specs_app.diagrams.values import MARK_WORDS, Box, Diagram, Line, Row, Target


@dataclass(frozen=True, slots=True)
class Clause:
    """A name that leads somewhere, and what is said behind it."""

    text: str
    target: Target
    after: str = ""

    def __str__(self) -> str:
        return f"{self.text}{self.after}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same words before several names; empty where names stand by themselves."""

    before: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Of the boxes by their groups, and of the lines by what they begin with: one clause each."""

    boxes: tuple[Sentence, ...]
    lines: tuple[Sentence, ...]


def in_words(diagram: Diagram) -> Words:
    """The text alternative."""
    boxes = ((_group_words(diagram, box), box_clause(box)) for box in diagram.boxes)
    lines = (line_words(diagram, line) for line in diagram.lines)
    return Words(_together(boxes), _together(lines))


def box_clause(box: Box) -> Clause:
    """A box: its title, then its name, counts, items and what becomes of it."""
    parts = [box.name, *box.notes, *map(_row_words, box.rows)]
    parts += [MARK_WORDS[box.mark].lower()] if box.mark else []
    said = ", ".join(filter(None, parts))
    return Clause(box.title, box.target, f" ({said})" if said else "")


def line_words(diagram: Diagram, line: Line) -> tuple[str, Clause]:
    """The words that a line begins with, and the name at its other end: seen from the subject where it is an end of it."""
    tail, head = diagram.box_of[line.tail], diagram.box_of[line.head]
    if diagram.subject == line.head != line.tail and line.kind in {"many", "one"}:
        before, other = f"Each record of {head.title} belongs to one record of", tail
    else:
        before, other = _before(line, tail.title), head
    marks = [MARK_WORDS[line.mark].lower()] if line.mark else []
    marks += [MARK_WORDS["missing"].lower()] if "missing" in {other.mark, tail.mark} else []
    through = f" through {line.through}" if line.through else ""
    return before, Clause(
        other.title, other.target, f"{_counted(line)}{through}{''.join(f' ({mark})' for mark in marks)}"
    )


def sentence_of(diagram: Diagram, line: Line) -> str:
    """A line as one sentence."""
    before, clause = line_words(diagram, line)
    return f"{before} {clause}"


def _group_words(diagram: Diagram, box: Box) -> str:
    """The group of a box; empty where it has none or is the group itself. What is not there belongs to none."""
    if box.mark == "missing":
        return MARK_WORDS[box.mark]
    group = diagram.group_of.get(box.group)
    return group.title if group and group.key not in {box.key, box.key.removeprefix("domain ")} else ""


def _before(line: Line, tail: str) -> str:
    if line.kind == "shared":
        return f"Records of {tail} have records of"
    if line.kind == "feeds":
        return f"{tail} gives items to"
    return f"Each record of {tail} has {'one record' if line.kind == 'one' else 'many records'} of"


def _counted(line: Line) -> str:
    if line.kind not in {"shared", "feeds"}:
        return ""
    name = "relationship" if line.kind == "shared" else "item"
    return f": {line.weight} {name}{'' if line.weight == 1 else 's'}"


def _row_words(row: Row) -> str:
    key = {"PK": "primary key ", "FK": "foreign key ", "PK FK": "primary and foreign key "}.get(row.key, "")
    mark = f" {MARK_WORDS[row.mark].lower()}" if row.mark else ""
    return f"{key}{row.text}{mark}"


def _together(pairs: Iterable[tuple[str, Clause]]) -> tuple[Sentence, ...]:
    found: dict[str, list[Clause]] = {}
    for before, clause in pairs:
        found.setdefault(before, []).append(clause)
    return tuple(Sentence(before, tuple(clauses)) for before, clauses in found.items())
