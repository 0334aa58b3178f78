"""The two ends of a relationship, and relationships under new names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeAlias

from specs_app.document.types import Relationship

#: An object's name and an item's name.
End: TypeAlias = tuple[str, str]


def child(link: Relationship) -> End:
    """The end that holds the foreign key."""
    return link.child_object, link.child_item


def parent(link: Relationship) -> End:
    """The end that is pointed at."""
    return link.parent_object, link.parent_item


def sorted_links(links: Iterable[Relationship]) -> tuple[Relationship, ...]:
    """Relationships in the order of a document: by child, then parent."""
    return tuple(sorted(links, key=lambda link: (child(link), parent(link))))


def rewritten(links: Iterable[Relationship], renamed: Callable[[End], End]) -> tuple[Relationship, ...]:
    """Relationships with their ends under new names."""
    return sorted_links(_rewritten(link, renamed(child(link)), renamed(parent(link))) for link in links)


def _rewritten(link: Relationship, new_child: End, new_parent: End) -> Relationship:
    if (new_child, new_parent) == (child(link), parent(link)):
        return link
    return replace(
        link,
        child_object=new_child[0],
        child_item=new_child[1],
        parent_object=new_parent[0],
        parent_item=new_parent[1],
    )
