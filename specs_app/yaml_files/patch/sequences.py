"""Block lists: entries removed, added and moved as whole lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence as Several
from typing import TypeAlias

from specs_app.document.values import Plain
from specs_app.yaml_files.patch.text import Patch, SourceText, end_of
from specs_app.yaml_files.tree import Node, Sequence

Element: TypeAlias = "int | tuple[Plain]"
"""An entry of the list that shall be: the index of one that is there, or a new value in a tuple of one."""


def block_sequence(source: SourceText, node: Sequence, plan: Several[Element]) -> list[Patch]:
    """Patches after which the list has the entries of ``plan`` in that order; entries that keep their order stay untouched."""
    standing = [entry for entry in plan if isinstance(entry, int)]
    if list(plan) == list(range(len(node.items))):
        return []
    source.guard(node)
    kept = set(_longest_rising(standing))
    patches = [_delete(source, node, index) for index in range(len(node.items)) if index not in kept]
    return patches + _insertions(source, node, plan, kept)


def _insertions(source: SourceText, node: Sequence, plan: Several[Element], kept: set[int]) -> list[Patch]:
    position = source.line_start(dash_of(source, node, 0))
    patches = []
    for entry in plan:
        if isinstance(entry, int) and entry in kept:
            position = source.line_end(end_of(source, node.items[entry]))
        else:
            text = _block(source, node, entry) if isinstance(entry, int) else _new_block(source, node, entry[0])
            patches.append(source.insertion(position, text))
    return patches


def _new_block(source: SourceText, node: Sequence, value: Plain) -> str:
    text = source.renderer.entry(value, node.column)
    return " " * node.column + text


def _block(source: SourceText, node: Sequence, index: int) -> str:
    start, end = _lines(source, node, index)
    return source.text[start:end].replace("\r\n", "\n")


def _delete(source: SourceText, node: Sequence, index: int) -> Patch:
    return Patch(*_lines(source, node, index), "")


def _lines(source: SourceText, node: Sequence, index: int) -> tuple[int, int]:
    """From the start of the line with the dash to the end of the entry's last line."""
    dash = dash_of(source, node, index)
    if not source.stands_alone(dash):
        raise source.refused("The entry shares its line with something else", dash)
    return source.line_start(dash), source.line_end(end_of(source, node.items[index]))


def dash_of(source: SourceText, node: Sequence, index: int) -> int:
    """The position of an entry's dash, looked for upwards from the entry."""
    item: Node = node.items[index]
    floor = node.start if index == 0 else end_of(source, node.items[index - 1])
    line = source.line_start(item.start)
    while line + node.column >= floor:
        position = line + node.column
        if source.text[position : position + 1] == "-" and position <= item.start:
            return position
        if line == 0:
            break
        line = source.line_start(line - 1)
    raise source.refused("The dash of an entry could not be found", item.start)


def _longest_rising(numbers: Several[int]) -> list[int]:
    """A longest rising run of the numbers, gaps allowed: the entries that need not move."""
    tails: list[int] = []
    runs: list[list[int]] = []
    for number in numbers:
        at = bisect_left(tails, number)
        run = [*(runs[at - 1] if at else []), number]
        tails[at : at + 1] = [number]
        runs[at : at + 1] = [run]
    return runs[-1] if runs else []
