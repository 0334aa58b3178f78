"""What kinds of value columns hold, guessed from all uses of them: columns that meet are of one kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

#: A column of a table, an output column of a query inside a query, or a value that stands for itself.
Node = Hashable
ORDER = ("boolean", "timestamp", "date", "number")


DATED = frozenset({"date", "timestamp", "as date", "as timestamp"})


@dataclass
class Kinds:
    """Sets of columns that are compared with each other, each with the kinds that it is used as."""

    parents: dict[Node, Node] = field(default_factory=dict)
    votes: dict[Node, set[str]] = field(default_factory=lambda: defaultdict(set))
    sizes: dict[Node, int] = field(default_factory=dict)

    def root(self, node: Node) -> Node:
        """The column that stands for all that are of one kind with this."""
        while (parent := self.parents.get(node, node)) != node:
            self.parents[node] = self.parents.get(parent, parent)
            node = parent
        return node

    def same(self, one: Node | None, other: Node | None) -> None:
        """Two columns are compared, or the one becomes the other."""
        if one is None or other is None or (first := self.root(one)) == (second := self.root(other)):
            return
        self.parents[first] = second
        self.votes[second] |= self.votes.pop(first, set())
        sizes = [size for node in (first, second) if (size := self.sizes.get(node))]
        if sizes:
            self.sizes[second] = min(sizes)

    def say(self, node: Node | None, kind: str) -> None:
        """A column is used as a kind; with ``as`` before it where that is a guess."""
        if node is not None:
            self.votes[self.root(node)].add(kind)

    def limit(self, node: Node, size: int) -> None:
        """A text has at most so many signs."""
        root = self.root(node)
        self.sizes[root] = min(size, self.sizes.get(root, size))

    def kind(self, node: Node) -> str:
        """The kind of a column: by what is done with it, else by what it is cast to or meets in the standard (``as``)."""
        votes = self.votes.get(self.root(node), set())
        if "text" in votes:
            return "text"
        sure = next((kind for kind in ORDER if kind in votes), "")
        guessed = {vote.removeprefix("as ") for vote in votes if vote.startswith("as ")} - {"text"}
        if len(guessed) > 1 and not guessed <= {"date", "timestamp"}:
            return sure or "text"
        return sure or max(guessed, default="text")

    def is_dated(self, node: Node) -> bool:
        """Whether it is read as a day somewhere, whatever its kind."""
        return bool(self.votes.get(self.root(node), set()) & DATED)

    def size(self, node: Node) -> int:
        """The most signs of a text; 0 for any."""
        return self.sizes.get(self.root(node), 0)
