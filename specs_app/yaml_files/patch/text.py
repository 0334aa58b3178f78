"""Replacing parts of a text and nothing else.

Every byte outside the replaced parts stays: comments, quoting, order, line endings, a byte order mark, a missing last newline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from specs_app.yaml_files.render import Renderer
from specs_app.yaml_files.tree import BOM, Alias, Mapping, Node, Scalar, Sequence, decode, parse


class RefusedError(Exception):
    """An edit that cannot be made safely by position: why, what to do instead, and the line."""

    def __init__(self, message: str, remedy: str, line: int) -> None:
        super().__init__(message)
        self.message, self.remedy, self.line = message, remedy, line


@dataclass(frozen=True, slots=True)
class Patch:
    """The text between two positions becomes another; ``\\n`` in it stands for the file's own line ending."""

    start: int
    end: int
    text: str


BY_HAND = "Change this part of the file by hand in the repository, or write it in the plain block style first."
WRITTEN_OUT = (
    "In the repository, write the value out in each place where it holds, without & and *. That alters no meaning, so the next "
    "synchronisation takes it, steering rules too; then propose this again."
)


class SourceText:
    """The text of a file, its tree, what surrounds a position, and how values become its text.

    ``typed`` are the keys whose values may stand as numbers and truth values.
    """

    def __init__(self, data: bytes, typed: frozenset[str] = frozenset()) -> None:
        self.text = decode(data)
        self.mark = BOM if data.startswith(BOM.encode()) else ""
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        self.root = parse(self.text)
        self.shared = _alias_targets(self.root) if "*" in self.text else frozenset()
        self.renderer = Renderer(typed, _indents_lists(self.root))

    def patched(self, patches: Iterable[Patch]) -> bytes:
        """The file with the patches applied, in order of position. Raises ``RefusedError`` where two overlap."""
        pieces, position = [self.mark], 0
        for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
            if patch.start < position:
                raise self.refused("Two changes meet at one place of the text", patch.start)
            pieces += [self.text[position : patch.start], patch.text.replace("\n", self.newline)]
            position = patch.end
        return "".join((*pieces, self.text[position:])).encode("utf-8")

    def line_start(self, position: int) -> int:
        return self.text.rfind("\n", 0, position) + 1

    def line_end(self, position: int) -> int:
        """The position behind the line's newline."""
        found = self.text.find("\n", position)
        return len(self.text) if found < 0 else found + 1

    def rest_of_line(self, position: int) -> str:
        return self.text[position : self.line_end(position)].strip()

    def stands_alone(self, position: int) -> bool:
        """Whether only spaces stand before the position on its line."""
        return not self.text[self.line_start(position) : position].strip(" ")

    def insertion(self, position: int, block: str) -> Patch:
        """Whole lines put in at the start of a line, or behind a last line that has no newline."""
        if position and self.text[position - 1] != "\n":
            return Patch(position, position, "\n" + block.removesuffix("\n"))
        return Patch(position, position, block if block.endswith("\n") else block + "\n")

    def refused(self, reason: str, position: int, remedy: str = BY_HAND) -> RefusedError:
        line = self.text.count("\n", 0, position) + 1
        return RefusedError(f"{reason}.", remedy, line)

    def guard(self, node: Node) -> None:
        """Refuses an edit inside a node that stands in several places of the tree."""
        if isinstance(node, Alias) or id(node) in self.shared:
            reason = "The value is shared with other places by an anchor (&) and an alias (*)"
            raise self.refused(reason, node.start, WRITTEN_OUT)


@lru_cache(maxsize=8)
def source_of(data: bytes, typed: frozenset[str]) -> SourceText:
    """The source of a file; the rounds of one edit share it."""
    return SourceText(data, typed)


def end_of(source: SourceText, node: Node) -> int:
    """The position behind the last character of a node, without line end and comment."""
    while (
        isinstance(node, (Sequence, Mapping))
        and not node.flow
        and (node.pairs if isinstance(node, Mapping) else node.items)
    ):
        node = node.pairs[-1][1] if isinstance(node, Mapping) else node.items[-1]
    if isinstance(node, Scalar) and node.style in ("|", ">"):
        return _end_of_block(source.text[node.start : node.end]) + node.start
    return node.end


def has_comment(source: SourceText, nodes: Iterable[Node]) -> bool:
    """Whether a comment stands among the values of the nodes, from the start of the first to the end of the last."""
    leaves = sorted((leaf.start, end_of(source, leaf)) for node in nodes for leaf in _leaves(node))
    gaps = pairwise(leaves)
    return any("#" in source.text[end:start] for (_, end), (start, _) in gaps)


def _leaves(node: Node) -> Iterator[Node]:
    """Keys and values that have no parts of their own, and the first position of each node that has."""
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, Sequence):
            stack += found.items
        elif isinstance(found, Mapping):
            stack += [part for pair in found.pairs for part in pair]
        else:
            yield found


def _end_of_block(body: str) -> int:
    """The length of a block scalar without the blank lines that follow it, unless its header keeps them."""
    header = body.partition("\n")[0]
    if "+" in header.partition("#")[0]:
        return len(body.removesuffix("\n").removesuffix("\r"))
    lines = body.splitlines(keepends=True)
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    return len("".join(lines).rstrip("\r\n"))


def _alias_targets(root: Node | None) -> frozenset[int]:
    found: set[int] = set()
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, Alias):
            found.add(id(node.target))
        elif isinstance(node, Sequence):
            stack += node.items
        elif isinstance(node, Mapping):
            stack += [part for pair in node.pairs for part in pair]
    return frozenset(found)


def _indents_lists(root: Node | None) -> bool:
    """Whether the lists below keys stand further right than their keys, by the first such list."""
    stack = [root] if root is not None else []
    while stack:
        node = stack.pop(0)
        if isinstance(node, Sequence):
            stack += node.items[:3]
        elif isinstance(node, Mapping):
            for key, value in node.pairs:
                if isinstance(value, Sequence) and not value.flow:
                    return value.column > key.column
            stack += [value for _, value in node.pairs]
    return False
