"""The patches that make one node of a file say something else, as few as possible.

Works on block and flow style. What cannot be patched safely raises ``RefusedError``; the caller re-reads the result anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from specs_app.document.values import Plain, Table
from specs_app.yaml_files.patch.flow import flow_mapping, flow_sequence
from specs_app.yaml_files.patch.sequences import Element, block_sequence
from specs_app.yaml_files.patch.text import Patch, SourceText, end_of, has_comment
from specs_app.yaml_files.read.nodes import key_text, repeated_keys, to_plain
from specs_app.yaml_files.render import is_typed
from specs_app.yaml_files.tree import Mapping, Node, Scalar, Sequence


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a value stands: behind a key, or behind the dash in ``column`` of a list where ``key`` is None."""

    node: Node
    column: int
    key: Node | None = None
    flow: bool = False

    @property
    def name(self) -> str:
        return key_text(self.key) if self.key is not None else ""


def change(source: SourceText, slot: Slot, new: Plain) -> list[Patch]:
    """Patches after which the slot holds ``new``; none where it does already."""
    node = slot.node
    if to_plain(node) == new:
        return []
    source.guard(node)
    if slot.flow:
        return [_flow_value(source, slot, new)]
    if isinstance(node, Scalar) and (new is None or isinstance(new, str)):
        return [_scalar(source, slot, new)]
    if isinstance(node, Mapping) and isinstance(new, Table) and _shares_order(node, new):
        return change_mapping(source, node, new)
    if isinstance(node, Sequence) and isinstance(new, tuple) and new and node.items:
        return change_sequence(source, node, new)
    return [_whole(source, slot, new)]


def change_mapping(source: SourceText, node: Mapping, new: Table) -> list[Patch]:
    """Patches for the keys that are changed, removed or added; a new key follows the key before it in ``new``."""
    source.guard(node)
    actual = {key_text(key): (key, value) for key, value in node.pairs}
    wanted = dict(new.pairs)
    touched = {key for key, (_, value) in actual.items() if key not in wanted or to_plain(value) != wanted[key]}
    if any(key in touched for key, _ in repeated_keys(node)):
        raise source.refused("A key that is to be changed stands twice", node.start)
    if node.flow and actual.keys() != wanted.keys():
        return flow_mapping(source, node, new)
    patches: list[Patch] = []
    for index, (key, value) in enumerate(node.pairs):
        name = key_text(key)
        if name not in wanted:
            patches.append(_delete_pair(source, node, index))
        elif name in touched:
            patches += change(source, Slot(value, key.column, key, node.flow), wanted[name])
    return patches if node.flow else patches + _added_pairs(source, node, new)


def change_sequence(source: SourceText, node: Sequence, new: tuple[Plain, ...]) -> list[Patch]:
    """Patches for the entries that come, go or change."""
    source.guard(node)
    actual = [to_plain(item) for item in node.items]
    plan: list[Element] = []
    patches: list[Patch] = []
    for tag, start, end, first, last in SequenceMatcher(None, actual, new, autojunk=False).get_opcodes():
        if tag == "equal":
            plan += range(start, end)
            continue
        same = min(end - start, last - first)
        if not node.flow:
            for offset in range(same):
                slot = Slot(node.items[start + offset], node.column)
                patches += change(source, slot, new[first + offset])
                plan.append(start + offset)
            first += same
        plan += [(entry,) for entry in new[first:last]]
    structure = flow_sequence(source, node, plan) if node.flow else block_sequence(source, node, plan)
    return patches + structure


def _shares_order(node: Mapping, new: Table) -> bool:
    """Whether some keys stay, and in the order in which they stand."""
    wanted = dict(new.pairs)
    kept = [name for key, _ in node.pairs if (name := key_text(key)) in wanted]
    names = set(kept)
    return bool(kept) and kept == [name for name in wanted if name in names]


def _scalar(source: SourceText, slot: Slot, new: Plain) -> Patch:
    node = slot.node
    end = end_of(source, node)
    hint = node.style if isinstance(node, Scalar) else ""
    if "\n" in str(new) and source.rest_of_line(end):
        hint = "line"  # a comment behind the value would become part of a block
    text = _behind_mark(source, slot, new, hint)
    needs_space = node.start == end and node.start > 0 and source.text[node.start - 1] not in " \n"
    return Patch(node.start, end, f" {text}" if needs_space else text)


def _behind_mark(source: SourceText, slot: Slot, new: Plain, hint: str) -> str:
    """What stands behind ``key:`` or the dash."""
    typed = isinstance(slot.node, Scalar) and not slot.node.style and is_typed(slot.node.value)
    if slot.key is None:
        return source.renderer.entry(new, slot.column, hint=hint, typed=typed)[2:]
    return source.renderer.behind_key(new, slot.column, hint=hint, typed=typed)


def _flow_value(source: SourceText, slot: Slot, new: Plain) -> Patch:
    node = slot.node
    text = source.renderer.flow(new, key=slot.name, hint=node.style if isinstance(node, Scalar) else "")
    end = end_of(source, node)
    return Patch(node.start, end, f" {text}" if node.start == end else text)


def _whole(source: SourceText, slot: Slot, new: Plain) -> Patch:
    """A value of another shape: all of it is written anew."""
    end = end_of(source, slot.node)
    start = slot.key.start if slot.key is not None else slot.node.start
    if has_comment(source, [slot.node, *([slot.key] if slot.key is not None else [])]) or source.rest_of_line(end):
        raise source.refused("A comment stands inside a value that has to be written anew", start)
    if slot.key is None:
        return Patch(start, end, source.renderer.entry(new, slot.column)[2:])
    return Patch(start, end, source.renderer.pair(slot.name, new, slot.column))


def _delete_pair(source: SourceText, node: Mapping, index: int) -> Patch:
    key, value = node.pairs[index]
    end = end_of(source, value)
    if source.stands_alone(key.start):
        return Patch(source.line_start(key.start), source.line_end(end), "")
    if index + 1 == len(node.pairs):
        raise source.refused("The only key behind a dash cannot be removed", key.start)
    following = node.pairs[index + 1][0].start
    if "#" in source.text[end:following]:
        raise source.refused("A comment stands between a key to be removed and the next one", key.start)
    return Patch(key.start, following, "")


def _added_pairs(source: SourceText, node: Mapping, new: Table) -> list[Patch]:
    """Each new key below the key before it, or above the first where that has a line of its own."""
    actual = {key_text(key): (key, value) for key, value in node.pairs}
    column = node.pairs[0][0].column
    first = node.pairs[0]
    alone = source.stands_alone(first[0].start)
    position = source.line_start(first[0].start) if alone else source.line_end(end_of(source, first[1]))
    patches = []
    for name, value in new.pairs:
        if name in actual:
            position = source.line_end(end_of(source, actual[name][1]))
        else:
            text = source.renderer.pair(name, value, column)
            patches.append(source.insertion(position, " " * column + text))
    return patches
